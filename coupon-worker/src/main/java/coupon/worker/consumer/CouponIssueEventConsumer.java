package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueEventCodec;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.DecodedRecord;
import coupon.core.queue.DecodedRecord.Decodable;
import coupon.core.queue.DecodedRecord.Undecodable;
import coupon.worker.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
        List<CouponIssueRequest> requests = new ArrayList<>(records.size());
        List<Runnable> deadLettersToPublish = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            DecodedRecord decoded = decode(record);
            if (decoded instanceof Decodable decodable) {
                requests.add(decodable.request());
            } else if (decoded instanceof Undecodable undecodable) {
                deadLettersToPublish.add(() -> deadLetters.publish(record, undecodable.reason()));
            }
        }
        List<CouponIssueResult> results = metrics.decide(requests, this::decideAndStore);
        // After the decision, so that an outage of the database does not repeat them with every attempt.
        deadLettersToPublish.forEach(Runnable::run);
        metrics.publish(() -> publish(results));
        metrics.acknowledge(acknowledgment::acknowledge);
    }

    private DecodedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        return codec.decode(record.key(), record.value(), new QueuePosition(record.partition(), record.offset()));
    }

    /** Without a time limit: giving up a query leaves its connection in an unknown state. The limits are the server's. */
    private List<CouponIssueResult> decideAndStore(List<CouponIssueRequest> requests) {
        return requests.isEmpty()
                ? List.of()
                : requireNonNull(processor.processBatch(requests).block());
    }

    private void publish(List<CouponIssueResult> results) {
        publisher.publish(results).block();
    }
}
