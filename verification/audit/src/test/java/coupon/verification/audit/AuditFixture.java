package coupon.verification.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.store.CouponRepository;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.store.r2dbc.R2dbcCouponRepository;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.function.ThrowingConsumer;
import reactor.core.publisher.Flux;

/**
 * Requests that are decided when the test says so, by the product's own parts; and the audit of them. Topics are the
 * test's own; the database is all tests' in turn, and empty at first.
 */
final class AuditFixture implements AutoCloseable {
    private static final TestDatabase DATABASE = TestServers.newDatabase();
    private static final List<String> TABLES =
            List.of("coupon", "user_coupon", "coupon_issue_request", "coupon_stock_change");

    final TestDatabase database = DATABASE;
    final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    final String events = topics.names().couponIssue();
    final String results = topics.names().couponIssueResults();
    private final String group = "g-" + UUID.randomUUID();
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();
    private final DefaultKafkaProducerFactory<String, byte[]> producers =
            new DefaultKafkaProducerFactory<>(KafkaClientSettings.resultProducer(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers())));
    private final KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    private final KafkaCouponIssueResultPublisher publisher =
            new KafkaCouponIssueResultPublisher(kafka, topics.names());
    private final CouponIssueProcessor processor =
            new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC());
    private final CouponRepository coupons = new R2dbcCouponRepository(DatabaseClient.create(database.connections()));
    private final Admin admin = topics.admin();
    private final List<ConsumerRecord<byte[], byte[]>> undecodable = new ArrayList<>();
    private int recordsDecided;

    AuditFixture() {
        TABLES.forEach(table -> database.execute("TRUNCATE TABLE " + table));
    }

    /** Through the service, on record; the coupon must be the first. */
    void createCoupon1(long stock) {
        Coupon made = coupons.create("coupon 1", stock, null, null, "the-test").block();
        assertThat(made).extracting(Coupon::couponId).isEqualTo(1L);
    }

    /** Through the service, on record. */
    void addStock(long quantity, String changedBy) {
        var edit = new CouponEdit(null, quantity, null, null, null);
        assertThat(coupons.edit(1, version -> true, edit, changedBy).block()).isInstanceOf(CouponEdit.Edited.class);
    }

    CouponIssueEvent event(long couponId, long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, couponId, Instant.now());
    }

    byte[] encoded(CouponIssueEvent event) {
        return codec.encode(event);
    }

    void queue(CouponIssueEvent event) {
        queue(event.partitionKey(), codec.encode(event));
    }

    void queueUsers(long couponId, long firstUser, long lastUser) {
        LongStream.rangeClosed(firstUser, lastUser).forEach(user -> {
            CouponIssueEvent event = event(couponId, user);
            kafka.send(events, event.partitionKey(), codec.encode(event));
        });
        kafka.flush();
    }

    void queue(@Nullable String key, byte @Nullable [] value) {
        kafka.send(new ProducerRecord<>(events, key == null ? 0 : null, key, value))
                .join();
    }

    void queueAt(int partition, CouponIssueEvent event) {
        kafka.send(events, partition, event.partitionKey(), codec.encode(event)).join();
    }

    /** As {@link #decideAll}, each batch published and acknowledged before the next is decided. */
    void decideStepByStep(int batchSize) {
        for (List<CouponIssueRequest> batch : newBatches(batchSize).toIterable()) {
            publish(requireNonNull(processor.processBatch(batch).block()));
            acknowledge(Map.of(0, batch.get(batch.size() - 1).position().offset() + 1));
        }
    }

    /** Decides, stores, publishes and acknowledges everything in the topic. */
    void decideAll(int batchSize) {
        publish(decide(batchSize));
        acknowledgeAll();
    }

    /** Decides and stores what is new in the topic; in the order of the partitions, so that tests know it. */
    List<CouponIssueResult> decide(int batchSize) {
        return requireNonNull(newBatches(batchSize)
                .concatMap(processor::processBatch)
                .concatMapIterable(results -> results)
                .collectList()
                .block());
    }

    private Flux<List<CouponIssueRequest>> newBatches(int size) {
        List<ConsumerRecord<byte[], byte[]>> records = records();
        List<CouponIssueRequest> requests = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records.subList(recordsDecided, records.size())) {
            var position = new QueuePosition(record.partition(), record.offset());
            if (codec.decode(record.key(), record.value(), position) instanceof Decodable decodable) {
                requests.add(decodable.request());
            } else {
                undecodable.add(record);
            }
        }
        recordsDecided = records.size();
        return Flux.fromIterable(requests).buffer(size);
    }

    void publish(List<CouponIssueResult> decided) {
        publisher.publish(decided).block();
    }

    /** Of what could not be decided, as the worker publishes them: the record, and where it came from in headers. */
    void publishDeadLetters() {
        var deadLetters = new DeadLetterPublishingRecoverer(
                kafka, (record, reason) -> new TopicPartition(topics.names().couponIssueDlt(), 0));
        for (ConsumerRecord<byte[], byte[]> record : undecodable) {
            String key = record.key() == null ? null : new String(record.key(), UTF_8);
            // What is too large to copy is set aside by reference.
            byte[] value = record.value() == null || record.value().length < 900_000 ? record.value() : null;
            deadLetters.accept(
                    new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), key, value),
                    new IllegalArgumentException("it cannot be decoded"));
        }
    }

    void acknowledgeAll() {
        List<Long> ends = topics.endOffsets(events);
        acknowledge(LongStream.range(0, ends.size())
                .boxed()
                .collect(toMap(Long::intValue, partition -> ends.get(partition.intValue()))));
    }

    void acknowledge(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = offsets.entrySet().stream()
                .collect(toMap(
                        offset -> new TopicPartition(events, offset.getKey()),
                        offset -> new OffsetAndMetadata(offset.getValue())));
        admin(admin -> admin.alterConsumerGroupOffsets(group, committed).all().get(1, MINUTES));
    }

    /** As retention does. */
    void expire(String topic, int partition, long before) {
        var records = Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before));
        admin(admin -> admin.deleteRecords(records).all().get(1, MINUTES));
    }

    /** An update of the request store at these offsets of partition 0; fails if there is no such row. */
    void tamper(String assignments, long... offsets) {
        String positions = LongStream.of(offsets).mapToObj(String::valueOf).collect(joining(","));
        int changed = database.execute("UPDATE coupon_issue_request SET " + assignments
                + " WHERE source_partition = 0 AND source_offset IN (" + positions + ")");
        assertThat(changed).as("rows changed").isEqualTo(offsets.length);
    }

    /** All events, partition by partition. */
    private List<ConsumerRecord<byte[], byte[]>> records() {
        return topics.readAll(events).stream()
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .toList();
    }

    Verdict audit(long couponId) {
        return audit("--coupon", String.valueOf(couponId));
    }

    Verdict audit(String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of("--json")));
    }

    String auditAsText(long couponId) {
        return run(Stream.of("--coupon", String.valueOf(couponId))).out();
    }

    private Verdict run(Stream<String> arguments) {
        return Verdict.of(Stream.concat(arguments, settings().stream()).toList());
    }

    List<String> settings() {
        return List.of(
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.username(),
                "--spring.r2dbc.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + topics.bootstrapServers(),
                "--app.kafka.consumer.group=" + group,
                "--app.kafka.topic.coupon-issue=" + events,
                "--app.kafka.topic.coupon-issue-results=" + results,
                "--app.kafka.topic.coupon-issue-dlt=" + topics.names().couponIssueDlt());
    }

    void admin(ThrowingConsumer<Admin> call) {
        call.accept(admin);
    }

    @Override
    public void close() {
        admin.close();
        producers.destroy();
    }
}
