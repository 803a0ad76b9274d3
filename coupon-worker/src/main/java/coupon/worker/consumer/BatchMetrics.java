package coupon.worker.consumer;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Function;

/** Counts and times what happens to batches outside of their transaction; a redelivered batch counts again. */
public final class BatchMetrics {
    private final DistributionSummary batchSize;
    private final Timer publish;
    private final Timer acknowledge;

    public BatchMetrics(MeterRegistry registry) {
        batchSize = DistributionSummary.builder("coupon.batch.size")
                .description("Requests decided in one transaction")
                .serviceLevelObjectives(1, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000)
                .register(registry);
        publish = Timer.builder("coupon.publish")
                .tag("what", "results")
                .description("Publishing the results of one batch, up to their acknowledgement")
                .register(registry);
        acknowledge = Timer.builder("coupon.acknowledge")
                .description("Committing the offsets of one batch")
                .register(registry);
    }

    public List<CouponIssueResult> decide(
            List<CouponIssueRequest> requests, Function<List<CouponIssueRequest>, List<CouponIssueResult>> verb) {
        List<CouponIssueResult> results = verb.apply(requests);
        batchSize.record(results.size());
        return results;
    }

    public void publish(Runnable verb) {
        publish.record(verb);
    }

    public void acknowledge(Runnable verb) {
        acknowledge.record(verb);
    }
}
