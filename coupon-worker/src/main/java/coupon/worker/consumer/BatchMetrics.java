package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.processor.CouponIssueProcessor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Counts and times the four verbs {@code decide}, {@code store}, {@code publish} and {@code acknowledge}. A request is
 * counted once, when its outcome is committed; a batch as often as it is attempted.
 */
public final class BatchMetrics implements CouponIssueProcessor.BatchListener {
    private final Clock clock;
    private final Map<CouponIssueStatus, Counter> decided = new EnumMap<>(CouponIssueStatus.class);
    private final Counter redelivered;
    private final Timer latency;
    private final DistributionSummary batchSize;
    private final Timer decide;
    private final Timer store;
    private final Timer publish;
    private final Timer acknowledge;

    public BatchMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        for (CouponIssueStatus outcome : CouponIssueStatus.values()) {
            decided.put(
                    outcome,
                    Counter.builder("coupon.decided")
                            .tag("outcome", outcome.name())
                            .description("Requests that got their outcome")
                            .register(registry));
        }
        redelivered = Counter.builder("coupon.redelivered")
                .description("Requests that had their outcome when they came: redelivered, replayed or repeated")
                .register(registry);
        latency = timer("coupon.request.latency", "From the acceptance of a request to the commit of its outcome")
                .register(registry);
        batchSize = DistributionSummary.builder("coupon.batch.size")
                .description("Requests decided in one transaction")
                .serviceLevelObjectives(1, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000)
                .register(registry);
        decide = timer("coupon.decide", "Deciding one batch: locking and reading, and the rule")
                .register(registry);
        store = timer("coupon.store", "Storing what was decided of one batch, up to its commit")
                .register(registry);
        publish = timer("coupon.publish", "Publishing the results of one batch, up to their acknowledgement")
                .tag("what", "results")
                .register(registry);
        acknowledge = timer("coupon.acknowledge", "Committing offsets").register(registry);
    }

    /**
     * Decides and stores. Without a time limit: giving up a query leaves its connection in an unknown state. The limits
     * are the server's.
     */
    public List<CouponIssueResult> decide(CouponIssueProcessor processor, List<CouponIssueRequest> requests) {
        List<CouponIssueResult> results = requests.isEmpty()
                ? List.of()
                : requireNonNull(processor.processBatch(requests).block());
        batchSize.record(results.size());
        return results;
    }

    /** Begins at once; completes when all results are acknowledged. Never throws. */
    public CompletableFuture<Void> publish(Supplier<Mono<Void>> verb) {
        long beganNanos = System.nanoTime();
        return Mono.defer(verb)
                .doOnSuccess(done -> publish.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS))
                .toFuture();
    }

    public void acknowledge(Runnable verb) {
        acknowledge.record(verb);
    }

    void acknowledged(long nanos) {
        acknowledge.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void committed(List<CouponIssueResult> decidedNow, int redeliveredNow, Duration deciding, Duration storing) {
        decide.record(deciding);
        store.record(storing);
        redelivered.increment(redeliveredNow);
        Instant now = clock.instant();
        for (CouponIssueResult result : decidedNow) {
            requireNonNull(decided.get(result.outcome())).increment();
            latency.record(Duration.between(result.requestedAt(), now));
        }
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }
}
