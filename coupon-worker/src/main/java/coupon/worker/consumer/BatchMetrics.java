package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Counts and times the four verbs {@code decide}, {@code store}, {@code publish} and {@code acknowledge}. A request is
 * counted once, when its outcome is committed; a batch as often as it is attempted.
 */
public final class BatchMetrics {
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

    public List<CouponIssueResult> decide(
            List<CouponIssueRequest> requests, Function<List<CouponIssueRequest>, List<CouponIssueResult>> verb) {
        List<CouponIssueResult> results = verb.apply(requests);
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

    /**
     * A store whose batches are counted when they are committed. Deciding becomes storing where the outcomes are handed
     * over.
     */
    public CouponIssueStore metered(CouponIssueStore unmetered) {
        return new CouponIssueStore() {
            @Override
            public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
                return Mono.defer(() -> {
                    var batch = new MeteredBatch();
                    return unmetered
                            .inTransaction(transaction -> work.apply(batch.metered(transaction)))
                            .doOnSuccess(committed -> count(batch));
                });
            }
        };
    }

    private void count(MeteredBatch batch) {
        decide.record(batch.decidedNanos - batch.beganNanos, TimeUnit.NANOSECONDS);
        store.record(System.nanoTime() - batch.decidedNanos, TimeUnit.NANOSECONDS);
        redelivered.increment(batch.redelivered);
        Instant now = clock.instant();
        for (CouponIssueResult result : batch.decided) {
            requireNonNull(decided.get(result.outcome())).increment();
            latency.record(Duration.between(result.requestedAt(), now));
        }
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }

    /** One transaction. Its steps follow each other, on whatever threads. */
    private static final class MeteredBatch {
        private final long beganNanos = System.nanoTime();
        private long decidedNanos = beganNanos;
        private int redelivered;
        private List<CouponIssueResult> decided = List.of();

        CouponIssueTransaction metered(CouponIssueTransaction transaction) {
            return new CouponIssueTransaction() {
                @Override
                public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
                    return transaction.lockCoupons(couponIds);
                }

                @Override
                public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
                    return transaction.findDecided(eventIds).doOnNext(found -> redelivered = found.size());
                }

                @Override
                public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
                    return transaction.findHoldings(wanted);
                }

                @Override
                public Mono<Void> save(List<CouponIssueResult> results) {
                    return Mono.defer(() -> {
                        decidedNanos = System.nanoTime();
                        decided = results;
                        return transaction.save(results);
                    });
                }
            };
        }
    }
}
