package coupon.api.result;

import coupon.core.queue.CouponIssueResultCodec.PublishedResult;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Those who wait on this instance for the outcome of their requests. */
public final class WaitingCallers implements SmartLifecycle {
    private final ConcurrentMap<UUID, Sinks.One<PublishedResult>> waiting = new ConcurrentHashMap<>();
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
        Sinks.One<PublishedResult> result = Sinks.one();
        if (waiting.size() >= callersMax) {
            result.tryEmitEmpty();
            return new WaitingCaller(requestId, result.asMono());
        }
        waiting.put(requestId, result);
        if (!open) {
            result.tryEmitEmpty();
        }
        return new WaitingCaller(requestId, result.asMono().publishOn(Schedulers.parallel()));
    }

    /** Tells whoever waits for it. */
    public void complete(PublishedResult result) {
        Sinks.One<PublishedResult> caller = waiting.remove(result.eventId());
        if (caller != null) {
            caller.tryEmitValue(result);
        }
    }

    public int count() {
        return waiting.size();
    }

    @Override
    public void start() {
        open = true;
    }

    /** Before the web server ends, so that it need not wait for those who wait. */
    @Override
    public void stop() {
        open = false;
        waiting.values().forEach(Sinks.One::tryEmitEmpty);
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** One who waits; to be closed when he no longer does. */
    public final class WaitingCaller {
        private final UUID requestId;
        private final Mono<PublishedResult> result;

        private WaitingCaller(UUID requestId, Mono<PublishedResult> result) {
            this.requestId = requestId;
            this.result = result;
        }

        /** Empty if it is not worth waiting any longer. */
        public Mono<PublishedResult> result() {
            return result;
        }

        public void leave() {
            waiting.remove(requestId);
        }
    }
}
