package coupon.core.queue.kafka;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueEventCodec;
import coupon.core.queue.DecodedRecord.Decodable;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.KafkaServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.publisher.Flux;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KafkaCouponIssueQueueServiceIT {
    @Test
    void a_request_is_in_the_log_at_the_place_that_was_answered() {
        try (var queue = new Queue(TestTopics.create(TestServers.kafkaBootstrapServers()))) {
            CouponIssueEvent event = event(1, 16);

            QueuePosition position =
                    queue.service.addCouponIssueRequest(event).blockOptional().orElseThrow();

            ConsumerRecord<byte[], byte[]> record =
                    queue.topics.read(queue.topics.names().couponIssue(), 1).get(0);
            assertThat(new QueuePosition(record.partition(), record.offset())).isEqualTo(position);
            assertThat(new CouponIssueEventCodec().decode(record.key(), record.value(), position))
                    .isEqualTo(new Decodable(new CouponIssueRequest(event, position, true)));
        }
    }

    @Test
    void requests_for_one_coupon_stand_in_one_line_in_the_order_they_came() {
        try (var queue = new Queue(TestTopics.create(TestServers.kafkaBootstrapServers()))) {
            List<QueuePosition> positions = Flux.fromStream(
                            LongStream.rangeClosed(1, 50).boxed())
                    .concatMap(user -> queue.service.addCouponIssueRequest(event(2, user)))
                    .collectList()
                    .blockOptional()
                    .orElseThrow();

            assertThat(positions).extracting(QueuePosition::partition).containsOnly(1);
            assertThat(positions)
                    .extracting(QueuePosition::offset)
                    .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
        }
    }

    @Test
    void the_topics_have_the_partitions_that_the_contract_names() {
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());

        assertThat(topics.partitions(topics.names().couponIssue())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueResults())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueDlt())).isEqualTo(3);
    }

    @Test
    void warming_up_puts_nobody_in_line() {
        try (var queue = new Queue(TestTopics.create(TestServers.kafkaBootstrapServers()))) {
            queue.service.warmUp().block();

            assertThat(queue.topics.endOffsets(queue.topics.names().couponIssue()))
                    .containsOnly(0L);
        }
    }

    @Test
    void without_a_broker_the_request_is_certainly_not_queued() {
        var nowhere = new CouponTopics("nowhere", "nowhere-results", "nowhere-dlt", "nowhere-warm-up", 3, 1);
        try (var queue = new Queue(new TestTopics("127.0.0.1:1", nowhere))) {
            assertThatThrownBy(() ->
                            queue.service.addCouponIssueRequest(event(1, 16)).block())
                    .isInstanceOf(QueueUnavailableException.class);
        }
    }

    @Test
    void with_a_frozen_broker_it_is_unknown_whether_the_request_is_queued() {
        var home = TestServers.newHome("frozen-kafka");
        try (KafkaServer broker = KafkaServer.at(home.resolve("data"), 0, home.resolve("log"))) {
            broker.start();
            try (var queue = new Queue(TestTopics.create(broker.bootstrapServers()))) {
                queue.service.addCouponIssueRequest(event(1, 16)).block();
                broker.pause();
                assertThatThrownBy(() -> queue.service
                                .addCouponIssueRequest(event(1, 17))
                                .block())
                        .isInstanceOf(QueueAcknowledgementUnknownException.class);
                broker.resume();

                // Sent while it was frozen, written after it thawed: this is why the answer is "unknown".
                assertThat(queue.topics.read(queue.topics.names().couponIssue(), 2))
                        .hasSize(2);
            }
        }
    }

    private static CouponIssueEvent event(long couponId, long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, couponId, NOON);
    }

    private static final class Queue implements AutoCloseable {
        private final TestTopics topics;
        private final DefaultKafkaProducerFactory<String, byte[]> producers;
        private final KafkaCouponIssueQueueService service;

        Queue(TestTopics topics) {
            this.topics = topics;
            this.producers = new DefaultKafkaProducerFactory<>(ProducerSettings.forEvents(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers())));
            this.service = new KafkaCouponIssueQueueService(
                    new CouponIssueEventProducer(new KafkaTemplate<>(producers), topics.names()));
        }

        @Override
        public void close() {
            service.close();
            producers.setPhysicalCloseTimeout((int) Duration.ofSeconds(1).toSeconds());
            producers.destroy();
        }
    }
}
