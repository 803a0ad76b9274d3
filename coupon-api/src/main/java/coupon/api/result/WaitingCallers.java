package coupon.api.result;

import coupon.core.queue.wire.PublishedResult;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Those who wait on this instance for the outcome of their requests; several may wait for the same. */
public final class WaitingCallers implements SmartLifecycle {
    private final ConcurrentMap<UUID, Group> groups = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int callersMax;
    private volatile boolean open = true;

    public WaitingCallers(int callersMax) {
        this.callersMax = callersMax;
    }

    /**
     * Takes up a caller, to be done before the request is queued. Where there are too many, or the application ends, the
     * caller waits for nothing.
     */
    public WaitingCaller admit(UUID requestId) {
        if (count.incrementAndGet() > callersMax) {
            count.decrementAndGet();
            return new WaitingCaller(requestId, Group.ALONE, Mono.empty(), false);
        }
        Group group = groups.compute(requestId, (id, known) -> known == null ? Group.first() : known.joined());
        if (!open) {
            group.result().tryEmitEmpty();
        }
        return new WaitingCaller(requestId, group, group.result().asMono().publishOn(Schedulers.parallel()), true);
    }

    /** Tells all who wait for it. */
    public void complete(PublishedResult result) {
        Group group = groups.remove(result.eventId());
        if (group != null) {
            group.result().tryEmitValue(result);
        }
    }

    public int count() {
        return count.get();
    }

    @Override
    public void start() {
        open = true;
    }

    /** Before the web server ends, so that it need not wait for those who wait. */
    @Override
    public void stop() {
        open = false;
        groups.values().forEach(group -> group.result().tryEmitEmpty());
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** All who wait for one request. */
    private record Group(Sinks.One<PublishedResult> result, int callers) {
        static final Group ALONE = first();

        static Group first() {
            return new Group(Sinks.one(), 1);
        }

        Group joined() {
            return new Group(result, callers + 1);
        }

        Group left() {
            return new Group(result, callers - 1);
        }

        boolean waitsLike(Group other) {
            return result == other.result;
        }
    }

    /** One who waits; to be closed when he no longer does. */
    public final class WaitingCaller {
        private final UUID requestId;
        private final Group group;
        private final Mono<PublishedResult> result;
        private final boolean admitted;
        private final AtomicBoolean left = new AtomicBoolean();

        private WaitingCaller(UUID requestId, Group group, Mono<PublishedResult> result, boolean admitted) {
            this.requestId = requestId;
            this.group = group;
            this.result = result;
            this.admitted = admitted;
        }

        /** Empty if it is not worth waiting any longer. */
        public Mono<PublishedResult> result() {
            return result;
        }

        /** False if there were too many. */
        public boolean isAdmitted() {
            return admitted;
        }

        public void leave() {
            if (!admitted || !left.compareAndSet(false, true)) {
                return;
            }
            count.decrementAndGet();
            groups.computeIfPresent(requestId, (id, now) -> {
                if (!now.waitsLike(group)) {
                    return now;
                }
                return now.callers() == 1 ? null : now.left();
            });
        }
    }
}
