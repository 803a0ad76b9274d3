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
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.scheduler.Schedulers;

/** Decides, stores, publishes and acknowledges, one batch after the other, until it is closed. */
public final class TestWorker implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration STEP_MAX = Duration.ofSeconds(20);

    private final TestTopics topics;
    private final CouponIssueProcessor processor;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaCouponIssueResultPublisher publisher;
    private final boolean publishes;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();
    private final Thread thread = new Thread(this::work, "test-worker");
    private volatile boolean running = true;

    private TestWorker(TestDatabase database, TestTopics topics, boolean publishes) {
        this.topics = topics;
        this.publishes = publishes;
        this.processor = new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC());
        this.producers = new DefaultKafkaProducerFactory<>(KafkaClientSettings.resultProducer(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers())));
        this.publisher = new KafkaCouponIssueResultPublisher(new KafkaTemplate<>(producers), topics.names());
        thread.start();
    }

    public static TestWorker start(ApiUnderTest api) {
        return new TestWorker(api.database(), api.topics(), true);
    }

    /** One whose results nobody hears of. */
    public static TestWorker startMute(ApiUnderTest api) {
        return new TestWorker(api.database(), api.topics(), false);
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
        producers.destroy();
    }

    private void work() {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.names().couponIssue()));
            while (running) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    decide(records);
                    consumer.commitSync();
                }
            }
        }
    }

    private void decide(ConsumerRecords<byte[], byte[]> records) {
        List<CouponIssueRequest> batch = StreamSupport.stream(records.spliterator(), false)
                .map(this::request)
                .toList();
        processor
                .processBatch(batch)
                .filter(results -> publishes)
                .publishOn(Schedulers.boundedElastic()) // publishing may block
                .flatMap(publisher::publish)
                .block(STEP_MAX);
    }

    private CouponIssueRequest request(ConsumerRecord<byte[], byte[]> record) {
        var place = new QueuePosition(record.partition(), record.offset());
        return ((Decodable) codec.decode(record.key(), record.value(), place)).request();
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topics.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                ApiUnderTest.groupOf(topics),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
    }
}
