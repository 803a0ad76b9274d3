package coupon.core.queue.kafka;

import coupon.core.queue.QueueAvailability;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import reactor.core.publisher.Mono;

/** Whether every line of the events topic has a leader. Any broker knows: one of several may be away. */
public final class KafkaQueueAvailability implements QueueAvailability {
    private final KafkaAdminConnection broker;
    private final String topic;

    public KafkaQueueAvailability(KafkaAdminConnection broker, CouponTopics topics) {
        this.broker = broker;
        this.topic = topics.couponIssue();
    }

    @Override
    public Mono<Void> check() {
        return broker.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .doOnNext(described ->
                        requireLeaders(described.values().iterator().next()))
                .then();
    }

    private static void requireLeaders(TopicDescription topic) {
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() == null) {
                throw new LeaderNotAvailableException("nobody leads " + topic.name() + "-" + partition.partition());
            }
        }
    }
}
