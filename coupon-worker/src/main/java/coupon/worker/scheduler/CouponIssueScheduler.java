package coupon.worker.scheduler;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.deadletter.DeadLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Decides the next requests of a queue that is polled: decide, store, publish, acknowledge.
 *
 * <p>It blocks until all four are done. Requests stay in the queue until they are acknowledged, so whatever goes wrong in
 * between, the next poll returns them again, and deciding them again is harmless.
 */
public final class CouponIssueScheduler {
    private static final Logger log = LoggerFactory.getLogger(CouponIssueScheduler.class);

    private final CouponIssuePolledQueue queue;
    private final CouponIssueProcessor processor;
    private final CouponIssueResultPublisher publisher;
    private final BatchMetrics metrics;
    private final Counter deadLetters;

    public CouponIssueScheduler(
            CouponIssuePolledQueue queue,
            CouponIssueProcessor processor,
            CouponIssueResultPublisher publisher,
            BatchMetrics metrics,
            MeterRegistry registry) {
        this.queue = queue;
        this.processor = processor;
        this.publisher = publisher;
        this.metrics = metrics;
        this.deadLetters = DeadLetters.counter(registry);
    }

    /**
     * Takes the oldest requests through all four steps.
     *
     * @param max how many at most
     * @return how many there were
     */
    public int decideNext(int max) {
        List<PolledRequest> taken =
                requireNonNull(queue.getNextCouponIssueRequests(max).block());
        List<PolledRequest> decidable = new ArrayList<>();
        List<CouponIssueRequest> requests = new ArrayList<>();
        for (PolledRequest request : taken) {
            if (request.content() instanceof Decodable decodable) {
                decidable.add(request);
                requests.add(decodable.request());
            }
        }
        if (!requests.isEmpty()) {
            List<CouponIssueResult> results = metrics.decide(processor, requests);
            Mono.fromFuture(metrics.publish(() -> publisher.publish(results))).block();
            metrics.acknowledge(() -> queue.acknowledge(decidable).block());
        }
        // After the decision, so that an outage of the database does not repeat them with every attempt.
        taken.forEach(this::setAsideIfUndecodable);
        return taken.size();
    }

    private void setAsideIfUndecodable(PolledRequest request) {
        if (request.content() instanceof Undecodable undecodable) {
            queue.setAside(request, undecodable.reason()).block();
            deadLetters.increment();
            log.warn(
                    "dead letter: position {} of the queue: {}",
                    request.position().offset(),
                    undecodable.reason());
        }
    }
}
