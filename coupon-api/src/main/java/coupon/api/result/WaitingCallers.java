package coupon.api.result;

import coupon.core.queue.wire.PublishedResult;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Callers that wait on this instance for the outcome of their requests; several may wait for the same. */
public final class WaitingCallers implements SmartLifecycle, Consumer<PublishedResult> {
    private final ConcurrentMap<UUID, Group> groups = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int callersMax;
    private volatile boolean open = true;

    /** @param meter the name under which their number is measured */
    WaitingCallers(int callersMax, String meter, MeterRegistry registry) {
        this.callersMax = callersMax;
        Gauge.builder(meter, this::count).register(registry);
    }

    /**
     * Admits a caller; to be done before the request is queued. Where there are too many, or the application ends, the
     * caller waits for nothing.
     */
    public WaitingCaller admit(UUID requestId) {
        if (count.incrementAndGet() > callersMax) {
            count.decrementAndGet();
            return new WaitingCaller(requestId, null);
        }
        Group group = groups.compute(requestId, (id, known) -> (known == null ? new Group() : known).joined());
        if (!open) {
            group.result.tryEmitEmpty();
        }
        return new WaitingCaller(requestId, group);
    }

    /** Completes the callers that wait for it. */
    @Override
    public void accept(PublishedResult result) {
        Group group = groups.remove(result.eventId());
        if (group != null) {
            group.result.tryEmitValue(result);
        }
    }

    public int count() {
        return count.get();
    }

    @Override
    public void start() {
        open = true;
    }

    /** Before the web server ends, so that it need not wait for these callers. */
    @Override
    public void stop() {
        open = false;
        groups.values().forEach(group -> group.result.tryEmitEmpty());
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** All callers that wait for one request. Their number changes under the map's lock of their key. */
    private static final class Group {
        private final Sinks.One<PublishedResult> result = Sinks.unsafe().one(); // the first emission counts
        private int callers;

        Group joined() {
            callers++;
            return this;
        }

        boolean isEmptyWithoutOne() {
            return --callers == 0;
        }
    }

    /** One caller; it leaves once, when it no longer waits. */
    public final class WaitingCaller {
        private final UUID requestId;
        private final @Nullable Group group;

        private WaitingCaller(UUID requestId, @Nullable Group group) {
            this.requestId = requestId;
            this.group = group;
        }

        /** Empty if it is not worth waiting any longer. */
        public Mono<PublishedResult> result() {
            return group == null ? Mono.empty() : group.result.asMono().publishOn(Schedulers.parallel());
        }

        /** False if there were too many. */
        public boolean isAdmitted() {
            return group != null;
        }

        public void leave() {
            if (group != null) {
                count.decrementAndGet();
                groups.computeIfPresent(requestId, (id, now) -> now == group && now.isEmptyWithoutOne() ? null : now);
            }
        }
    }
}
