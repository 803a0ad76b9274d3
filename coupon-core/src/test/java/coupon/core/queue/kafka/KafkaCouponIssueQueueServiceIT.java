package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueQueueServiceContract;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.KafkaServer;
import coupon.local.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class KafkaCouponIssueQueueServiceIT extends CouponIssueQueueServiceContract {
    @Test
    void the_topics_have_the_partitions_that_the_contract_names() {
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());

        assertThat(topics.partitions(topics.names().couponIssue())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueResults())).isEqualTo(3);
        assertThat(topics.partitions(topics.names().couponIssueDlt())).isEqualTo(3);
    }

    @Test
    void the_coupon_is_the_key_that_selects_the_partition_of_a_request() {
        try (var queue = newQueue()) {
            assertThat(queue.service().addCouponIssueRequest(event(2, 16)).block())
                    .isEqualTo(new QueuePosition(1, 0));
        }
    }

    @Test
    void without_a_broker_all_requests_are_refused_within_a_bound() {
        try (QueueUnderTest queue = queueNowhere()) {
            long beganNanos = System.nanoTime();

            List<Throwable> failures = Flux.fromStream(
                            LongStream.rangeClosed(1, 500).boxed())
                    .flatMap(
                            user -> queue.service()
                                    .addCouponIssueRequest(event(1, user))
                                    .cast(Object.class)
                                    .onErrorResume(Mono::just),
                            500)
                    .cast(Throwable.class)
                    .collectList()
                    .blockOptional()
                    .orElseThrow();

            assertThat(failures).hasSize(500).allMatch(QueueUnavailableException.class::isInstance);
            assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                    .isLessThan(KafkaCouponIssueQueueService.ACKNOWLEDGED_MAX);
        }
    }

    @Test
    void a_record_that_is_small_only_while_it_is_compressed_is_refused_by_the_broker() {
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
        for (String codec : List.of("zstd", "gzip")) {
            Map<String, Object> settings = KafkaClientSettings.replayProducer(Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    topics.bootstrapServers(),
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    codec));
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 * 1024 * 1024);
            settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
            try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
                for (String topic : List.of(
                        topics.names().couponIssue(),
                        topics.names().couponIssueResults(),
                        topics.names().couponIssueDlt())) {
                    assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[20 * 1024 * 1024]))
                                    .get())
                            .as("%s to %s", codec, topic)
                            .hasCauseInstanceOf(RecordTooLargeException.class);
                }
            }
        }
    }

    @Override
    protected QueueUnderTest newQueue() {
        return ready(TestTopics.create(TestServers.kafkaBootstrapServers()));
    }

    @Override
    protected QueueUnderTest queueNowhere() {
        var nowhere = new CouponTopics("nowhere", "nowhere-results", "nowhere-dlt", "nowhere-warm-up", 3, 1);
        return new KafkaQueue(new TestTopics("127.0.0.1:1", nowhere));
    }

    @Override
    protected ServerProcess startServer() {
        KafkaServer broker = TestServers.ownKafka();
        broker.start();
        return broker;
    }

    @Override
    protected QueueUnderTest newQueueOn(ServerProcess server) {
        return ready(TestTopics.create(((KafkaServer) server).bootstrapServers()));
    }

    /** As in an application that is ready: no request waits until the producer has found its broker, and is refused then. */
    private static QueueUnderTest ready(TestTopics topics) {
        var queue = new KafkaQueue(topics);
        await().ignoreExceptions()
                .until(() -> queue.service.warmUp().thenReturn(true).block(), Boolean.TRUE::equals);
        return queue;
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
                    new CouponIssueEventProducer(new KafkaTemplate<>(producers), topics.names()), () -> Runnable::run);
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
