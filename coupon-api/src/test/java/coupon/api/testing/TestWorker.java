package coupon.api.testing;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import reactor.core.scheduler.Schedulers;

/** Decides, stores, publishes and acknowledges, one batch after the other, until it is closed. */
public final class TestWorker implements AutoCloseable {
    private static final Duration STEP_MAX = Duration.ofSeconds(20);

    private final CouponIssueProcessor processor;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaCouponIssueResultPublisher publisher;
    private final boolean publishes;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();
    private final KafkaMessageListenerContainer<byte[], byte[]> container;

    private TestWorker(TestDatabase database, TestTopics topics, boolean publishes) {
        this.publishes = publishes;
        this.processor = new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC());
        this.producers = new DefaultKafkaProducerFactory<>(KafkaClientSettings.resultProducer(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers())));
        this.publisher = new KafkaCouponIssueResultPublisher(new KafkaTemplate<>(producers), topics.names());
        this.container = container(topics);
        container.start();
    }

    public static TestWorker start(ApiUnderTest api) {
        return new TestWorker(api.database(), api.topics(), true);
    }

    /** One whose results nobody hears of. */
    public static TestWorker startMute(ApiUnderTest api) {
        return new TestWorker(api.database(), api.topics(), false);
    }

    @Override
    public void close() {
        container.stop();
        producers.destroy();
    }

    private KafkaMessageListenerContainer<byte[], byte[]> container(TestTopics topics) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topics.bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        var properties = new ContainerProperties(topics.names().couponIssue());
        properties.setGroupId(ApiUnderTest.groupOf(topics));
        properties.setMessageListener((BatchMessageListener<byte[], byte[]>) this::decide);
        return new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                properties);
    }

    private void decide(List<ConsumerRecord<byte[], byte[]>> records) {
        List<CouponIssueRequest> batch = records.stream().map(this::request).toList();
        processor
                .processBatch(batch)
                .filter(results -> publishes)
                .publishOn(Schedulers.boundedElastic()) // publishing may block
                .flatMap(publisher::publish)
                .block(STEP_MAX);
    }

    private CouponIssueRequest request(ConsumerRecord<byte[], byte[]> record) {
        var position = new QueuePosition(record.partition(), record.offset());
        return ((Decodable) codec.decode(record.key(), record.value(), position)).request();
    }
}
