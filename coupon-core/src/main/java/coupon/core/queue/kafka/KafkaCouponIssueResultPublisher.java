package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultCodec;
import coupon.core.queue.CouponIssueResultPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import reactor.core.publisher.Mono;

/** Results as a Kafka topic, keyed like their events. */
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
        return Mono.fromFuture(
                () -> CompletableFuture.allOf(results.stream().map(this::send).toArray(CompletableFuture<?>[]::new)),
                true);
    }

    private CompletableFuture<SendResult<String, byte[]>> send(CouponIssueResult result) {
        return kafka.send(
                topics.couponIssueResults(), CouponIssueEvent.partitionKey(result.couponId()), codec.encode(result));
    }
}
