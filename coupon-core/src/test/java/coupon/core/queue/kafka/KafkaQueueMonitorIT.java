package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KafkaQueueMonitorIT {
    private static final Duration STEP_MAX = Duration.ofSeconds(10);

    private final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    private final String events = topics.names().couponIssue();
    private final String group = events + "-group";
    private final Map<String, Object> reachable =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    private final KafkaAdminConnection broker = new KafkaAdminConnection(reachable);
    private final KafkaQueueMonitor monitor = new KafkaQueueMonitor(broker, reachable, topics.names(), group);

    @AfterEach
    void tearDown() {
        monitor.close();
        broker.close();
    }

    @Test
    void a_topic_whose_partitions_have_leaders_takes_requests() {
        assertThatCode(() -> monitor.check().block(STEP_MAX)).doesNotThrowAnyException();
    }

    @Test
    void a_topic_that_is_missing_takes_none() {
        var missing = new CouponTopics("missing", "missing-results", "missing-dlt", "missing-warm-up", 3, 1);

        assertThatThrownBy(() -> check(TestServers.kafkaBootstrapServers(), missing))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void a_broker_that_does_not_answer_takes_none() {
        assertThatThrownBy(() -> check("127.0.0.1:1", topics.names())).isInstanceOf(TimeoutException.class);
    }

    @Test
    void progress_is_what_the_group_has_committed_or_else_the_oldest_there_is() throws Exception {
        assertThat(monitor.committed().block(STEP_MAX)).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));

        try (var admin = topics.admin()) {
            admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(events, 1), new OffsetAndMetadata(7)))
                    .all()
                    .get();
        }

        assertThat(monitor.committed().block(STEP_MAX)).isEqualTo(Map.of(0, 0L, 1, 7L, 2, 0L));
    }

    @Test
    void missing_topics_are_created_and_existing_ones_left() throws Exception {
        try (var admin = topics.admin()) {
            admin.createPartitions(Map.of(events, NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            admin.deleteTopics(List.of(topics.names().warmUp())).all().get();
        }
        await().untilAsserted(() -> {
            monitor.prepare().block(STEP_MAX);
            assertThat(topics.partitions(topics.names().warmUp())).isEqualTo(1);
        });

        assertThat(topics.partitions(events)).isEqualTo(4);
    }

    private static void check(String bootstrapServers, CouponTopics topics) {
        Map<String, Object> configured = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var broker = new KafkaAdminConnection(configured);
                var monitor = new KafkaQueueMonitor(broker, configured, topics, "any-group")) {
            monitor.check().block(STEP_MAX);
        }
    }
}
