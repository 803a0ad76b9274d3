package coupon.bench.scenario;

import coupon.core.domain.CouponIssueEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Which of Kafka's partitions a coupon's requests go to. */
final class Partitions {
    static final int COUNT = 3;

    private Partitions() {}

    static int of(long couponId) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, COUNT);
    }
}
