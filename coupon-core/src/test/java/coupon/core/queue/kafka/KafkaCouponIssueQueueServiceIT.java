package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueQueueServiceContract;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.KafkaServer;
import coupon.local.server.LocalServer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.scheduler.Schedulers;

class KafkaCouponIssueQueueServiceIT extends CouponIssueQueueServiceContract {
    @Test
    void the_topics_have_the_partitions_that_the_contract_names() {
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());

        assertThat(topics.partitions(topics.names().couponIssue())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueResults())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueDlt())).isEqualTo(3);
    }

    @Test
    void the_coupon_is_the_key_that_leads_a_request_into_its_line() {
        try (var queue = newQueue()) {
            assertThat(queue.service().addCouponIssueRequest(event(2, 16)).block())
                    .isEqualTo(new QueuePosition(1, 0));
        }
    }

    @Override
    protected QueueUnderTest newQueue() {
        return new KafkaQueue(TestTopics.create(TestServers.kafkaBootstrapServers()));
    }

    @Override
    protected QueueUnderTest queueNowhere() {
        var nowhere = new CouponTopics("nowhere", "nowhere-results", "nowhere-dlt", "nowhere-warm-up", 3, 1);
        return new KafkaQueue(new TestTopics("127.0.0.1:1", nowhere));
    }

    @Override
    protected LocalServer startServer() {
        var home = TestServers.newHome("frozen-kafka");
        KafkaServer broker = KafkaServer.at(home.resolve("data"), 0, home.resolve("log"));
        broker.start();
        return broker;
    }

    @Override
    protected QueueUnderTest newQueueOn(LocalServer server) {
        return new KafkaQueue(TestTopics.create(((KafkaServer) server).bootstrapServers()));
    }

    private static final class KafkaQueue implements QueueUnderTest {
        private final TestTopics topics;
        private final DefaultKafkaProducerFactory<String, byte[]> producers;
        private final KafkaCouponIssueQueueService service;

        KafkaQueue(TestTopics topics) {
            this.topics = topics;
            this.producers = new DefaultKafkaProducerFactory<>(KafkaClientSettings.eventProducer(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers())));
            this.service = new KafkaCouponIssueQueueService(
                    new CouponIssueEventProducer(new KafkaTemplate<>(producers), topics.names()),
                    Schedulers.parallel());
        }

        @Override
        public CouponIssueQueueService service() {
            return service;
        }

        @Override
        public List<DecodedRecord> waiting(int atLeast) {
            String topic = topics.names().couponIssue();
            topics.read(topic, atLeast);
            return topics.readAll(topic).stream().map(KafkaQueue::decoded).toList();
        }

        @Override
        public void close() {
            service.close();
            producers.setPhysicalCloseTimeout(1);
            producers.destroy();
        }

        private static DecodedRecord decoded(ConsumerRecord<byte[], byte[]> record) {
            return new CouponIssueEventCodec()
                    .decode(record.key(), record.value(), new QueuePosition(record.partition(), record.offset()));
        }
    }
}
