package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends events to their topic, keyed by coupon. */
public final class CouponIssueEventProducer {
    private final KafkaTemplate<String, byte[]> kafka;
    private final CouponTopics topics;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    public CouponIssueEventProducer(KafkaTemplate<String, byte[]> kafka, CouponTopics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * Publishes an event. May block its caller for as long as the producer's {@code max.block.ms}.
     *
     * @return the event's position, once all in-sync replicas have it; completes on the producer's network thread
     * @throws org.springframework.kafka.KafkaException if the event was not even handed to the producer's buffer
     */
    public CompletableFuture<QueuePosition> publishCouponIssueEvent(CouponIssueEvent event) {
        return send(topics.couponIssue(), event);
    }

    /** The same with an event that nobody will read. */
    CompletableFuture<QueuePosition> publishForWarmUp(CouponIssueEvent event) {
        return send(topics.warmUp(), event);
    }

    /**
     * Learns which broker leads each partition, which the first event would have to wait for. Blocks like publishing does.
     *
     * @throws org.apache.kafka.common.KafkaException if no broker answers
     */
    void findPartitions() {
        kafka.partitionsFor(topics.couponIssue());
    }

    private CompletableFuture<QueuePosition> send(String topic, CouponIssueEvent event) {
        return kafka.send(topic, event.partitionKey(), codec.encode(event)).thenApply(sent -> {
            RecordMetadata metadata = sent.getRecordMetadata();
            return new QueuePosition(metadata.partition(), metadata.offset());
        });
    }
}
