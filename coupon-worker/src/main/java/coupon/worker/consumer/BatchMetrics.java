package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts and times the worker's verbs; a redelivered request counts again. */
public final class BatchMetrics {
    private final Map<CouponIssueStatus, Counter> decided = new EnumMap<>(CouponIssueStatus.class);
    private final DistributionSummary batchSize;
    private final Timer decideAndStore;
    private final Timer publish;
    private final Timer acknowledge;

    public BatchMetrics(MeterRegistry registry) {
        for (CouponIssueStatus outcome : CouponIssueStatus.values()) {
            decided.put(
                    outcome,
                    Counter.builder("coupon.decided")
                            .tag("outcome", outcome.name())
                            .description("Requests decided and stored")
                            .register(registry));
        }
        batchSize = DistributionSummary.builder("coupon.batch.size")
                .description("Requests decided in one transaction")
                .register(registry);
        decideAndStore = Timer.builder("coupon.decide.store")
                .description("Deciding one batch and storing it")
                .register(registry);
        publish = Timer.builder("coupon.publish")
                .description("Publishing the results of one batch")
                .register(registry);
        acknowledge = Timer.builder("coupon.acknowledge")
                .description("Committing the offsets of one batch")
                .register(registry);
    }

    public List<CouponIssueResult> decide(
            List<CouponIssueRequest> requests, Function<List<CouponIssueRequest>, List<CouponIssueResult>> verb) {
        List<CouponIssueResult> results = decideAndStore.record(() -> verb.apply(requests));
        batchSize.record(results.size());
        for (CouponIssueResult result : results) {
            requireNonNull(decided.get(result.outcome())).increment();
        }
        return results;
    }

    public void publish(Runnable verb) {
        publish.record(verb);
    }

    public void acknowledge(Runnable verb) {
        acknowledge.record(verb);
    }
}
