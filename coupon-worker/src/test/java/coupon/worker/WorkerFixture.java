package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** A database, topics and a consumer group of one test's own, the requests queued there, and their outcomes. */
final class WorkerFixture implements AutoCloseable {
    final TestDatabase database;
    final TestTopics topics;
    final CouponTopics names;
    final String group = "g-" + UUID.randomUUID();
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final List<TestWorker> workers = new ArrayList<>();
    private final CouponIssueEventCodec events = new CouponIssueEventCodec();
    private final CouponIssueResultCodec results = new CouponIssueResultCodec();

    WorkerFixture(TestDatabase database, TestTopics topics) {
        this.database = database;
        this.topics = topics;
        this.names = topics.names();
        this.producers = new DefaultKafkaProducerFactory<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        topics.bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.kafka = new KafkaTemplate<>(producers);
    }

    /** The first one of a JVM starts both servers, and each waits for its own. */
    static WorkerFixture open() {
        var database = CompletableFuture.supplyAsync(TestServers::newDatabase);
        TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
        return new WorkerFixture(database.join(), topics);
    }

    /** Starts a worker and waits until it is ready. */
    TestWorker worker(String... settings) {
        TestWorker worker = unreadyWorker(settings);
        worker.awaitReady();
        return worker;
    }

    TestWorker unreadyWorker(String... settings) {
        List<String> all = settings();
        all.addAll(List.of(settings));
        TestWorker worker = TestWorker.start(all);
        workers.add(worker);
        return worker;
    }

    /** With which a worker finds what belongs to the test. */
    List<String> settings() {
        List<String> settings = TestWorker.settings(database);
        settings.addAll(List.of(
                "--spring.kafka.bootstrap-servers=" + topics.bootstrapServers(),
                "--app.kafka.consumer.group=" + group,
                "--app.kafka.topic.coupon-issue=" + names.couponIssue(),
                "--app.kafka.topic.coupon-issue-results=" + names.couponIssueResults(),
                "--app.kafka.topic.coupon-issue-dlt=" + names.couponIssueDlt(),
                "--app.kafka.topic.warm-up=" + names.warmUp()));
        return settings;
    }

    CouponIssueEvent event(long couponId, long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, couponId, Instant.now());
    }

    CouponIssueEvent queue(long couponId, long userId) {
        CouponIssueEvent event = event(couponId, userId);
        queue(event);
        return event;
    }

    RecordMetadata queue(CouponIssueEvent event) {
        return queue(record(event));
    }

    RecordMetadata queue(ProducerRecord<byte[], byte[]> record) {
        return kafka.send(record).join().getRecordMetadata();
    }

    List<CouponIssueEvent> queueUsers(long couponId, long firstUser, long lastUser) {
        List<CouponIssueEvent> queued = LongStream.rangeClosed(firstUser, lastUser)
                .mapToObj(user -> event(couponId, user))
                .toList();
        queued.stream().map(event -> kafka.send(record(event))).toList().forEach(CompletableFuture::join);
        return queued;
    }

    RecordMetadata queue(@Nullable String key, byte @Nullable [] value, int partition) {
        return queue(new ProducerRecord<>(names.couponIssue(), partition, key == null ? null : bytes(key), value));
    }

    ProducerRecord<byte[], byte[]> record(CouponIssueEvent event) {
        return new ProducerRecord<>(names.couponIssue(), bytes(event.partitionKey()), events.encode(event));
    }

    /** Waits until the group has acknowledged everything in the queue. */
    void awaitAcknowledged() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(committedOffsets()).isEqualTo(topics.endOffsets(names.couponIssue())));
    }

    /** By partition; 0 where nothing is committed. */
    List<Long> committedOffsets() {
        return topics.committedOffsets(group);
    }

    /** The first results on the topic, in the order of each partition. */
    List<PublishedResult> published(int count) {
        return topics.read(names.couponIssueResults(), count).stream()
                .map(record -> results.decode(record.value()))
                .toList();
    }

    CouponIssueStatus outcome(CouponIssueEvent event) {
        return outcome(event.eventId());
    }

    CouponIssueStatus outcome(UUID eventId) {
        return database.result(eventId).outcome();
    }

    long decidedCount() {
        return database.number("SELECT COUNT(*) FROM coupon_issue_request");
    }

    /** In the order in which they got it. */
    List<Long> holders(long couponId) {
        return database.numbers("SELECT r.user_id FROM coupon_issue_request r JOIN user_coupon u"
                + " ON u.coupon_id = r.coupon_id AND u.user_id = r.user_id"
                + " WHERE r.outcome = 'SUCCESS' AND r.coupon_id = " + couponId + " ORDER BY r.source_offset");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        workers.forEach(TestWorker::close);
        producers.destroy();
    }
}
