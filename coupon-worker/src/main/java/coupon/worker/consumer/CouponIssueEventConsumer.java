package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.TraceParent;
import coupon.worker.deadletter.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Decides the batches of the event topic: decide, store, publish, acknowledge.
 *
 * <p>It blocks until all four are done. Whatever is thrown in between, the whole batch is delivered again, and doing a
 * batch again is harmless.
 */
public class CouponIssueEventConsumer {
    public static final String CONTAINER_ID = "coupon-issue-event-consumer";

    private static final Logger log = LoggerFactory.getLogger(CouponIssueEventConsumer.class);

    private final CouponIssueProcessor processor;
    private final CouponIssueResultPublisher publisher;
    private final DeadLetters deadLetters;
    private final BatchMetrics metrics;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    public CouponIssueEventConsumer(
            CouponIssueProcessor processor,
            CouponIssueResultPublisher publisher,
            DeadLetters deadLetters,
            BatchMetrics metrics) {
        this.processor = processor;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * @param records of any number of partitions, those of each partition in offset order
     * @param acknowledgment commits the batch's offsets and waits; fails if they may not be committed
     */
    @KafkaListener(id = CONTAINER_ID, idIsGroup = false, topics = "${app.kafka.topic.coupon-issue}", batch = "true")
    public void handleCouponIssueEvent(List<ConsumerRecord<byte[], byte[]>> records, Acknowledgment acknowledgment) {
        DecodedBatch batch = DecodedBatch.of(records, codec);
        List<CouponIssueResult> results = metrics.decide(batch.requests(), this::decideAndStore);
        // After the decision, so that an outage of the database does not repeat them with every attempt.
        batch.unreadable().forEach(unreadable -> deadLetters.publish(unreadable.record(), unreadable.reason()));
        metrics.publish(() -> publish(results, batch.traces()));
        metrics.acknowledge(acknowledgment::acknowledge);
        log.debug("decided {}, set aside {}", results.size(), batch.unreadable().size());
    }

    /** Without a time limit: giving up a query leaves its connection in an unknown state. The limits are the server's. */
    private List<CouponIssueResult> decideAndStore(List<CouponIssueRequest> requests) {
        return requests.isEmpty()
                ? List.of()
                : requireNonNull(processor.processBatch(requests).block());
    }

    private void publish(List<CouponIssueResult> results, Map<UUID, TraceParent> traces) {
        publisher.publish(results, traces).block();
    }
}
