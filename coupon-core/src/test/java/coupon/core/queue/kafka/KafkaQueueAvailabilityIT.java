package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaQueueAvailabilityIT {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    @Test
    void a_topic_whose_lines_are_led_takes_requests() {
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());

        assertThatCode(() -> check(topics.bootstrapServers(), topics.names())).doesNotThrowAnyException();
    }

    @Test
    void a_topic_that_is_missing_takes_none() {
        var missing = new CouponTopics("missing", "missing-results", "missing-dlt", "missing-warm-up", 3, 1);

        assertThatThrownBy(() -> check(TestServers.kafkaBootstrapServers(), missing))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void nobody_who_answers_takes_none() {
        var names = new CouponTopics("any", "any-results", "any-dlt", "any-warm-up", 3, 1);

        assertThatThrownBy(() -> check("127.0.0.1:1", names)).isInstanceOf(TimeoutException.class);
    }

    private static void check(String bootstrapServers, CouponTopics topics) {
        try (var broker =
                new KafkaAdminConnection(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new KafkaQueueAvailability(broker, topics).check().block(ANSWER_MAX);
        }
    }
}
