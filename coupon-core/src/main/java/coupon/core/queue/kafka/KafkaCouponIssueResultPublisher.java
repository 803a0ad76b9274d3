package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.TraceParent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import reactor.core.publisher.Mono;

/** Results as a Kafka topic, keyed like their events, each with the trace of its event if that has one. */
public final class KafkaCouponIssueResultPublisher implements CouponIssueResultPublisher {
    private final KafkaTemplate<String, byte[]> kafka;
    private final CouponTopics topics;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();

    public KafkaCouponIssueResultPublisher(KafkaTemplate<String, byte[]> kafka, CouponTopics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results) {
        return publish(results, Map.of());
    }

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results, Map<UUID, TraceParent> traces) {
        return Mono.fromFuture(
                () -> CompletableFuture.allOf(results.stream()
                        .map(result -> send(result, traces.get(result.eventId())))
                        .toArray(CompletableFuture<?>[]::new)),
                true);
    }

    private CompletableFuture<SendResult<String, byte[]>> send(CouponIssueResult result, @Nullable TraceParent trace) {
        var record = new ProducerRecord<>(
                topics.couponIssueResults(), CouponIssueEvent.partitionKey(result.couponId()), codec.encode(result));
        if (trace != null) {
            record.headers().add(TraceParent.HEADER, trace.header());
        }
        return kafka.send(record);
    }
}
