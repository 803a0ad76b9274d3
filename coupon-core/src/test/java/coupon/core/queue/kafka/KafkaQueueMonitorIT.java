package coupon.core.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueMonitorContract;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaQueueMonitorIT extends QueueMonitorContract {
    private final TestTopics topics = TestTopics.create(TestServers.kafkaBootstrapServers());
    private final String events = topics.names().couponIssue();
    private final String group = events + "-group";
    private final Map<String, Object> reachable =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    private final KafkaAdminConnection broker = new KafkaAdminConnection(reachable);
    private final KafkaQueueMonitor monitor = new KafkaQueueMonitor(broker, reachable, topics.names(), group);

    /** The first group of a broker needs a topic for its offsets, which takes longer than the monitor asks. */
    @BeforeEach
    void the_broker_knows_groups() {
        topics.committedOffsets(group);
    }

    @AfterEach
    void tearDown() {
        monitor.close();
        broker.close();
    }

    @Override
    protected QueueMonitor monitor() {
        return monitor;
    }

    @Override
    protected Class<? extends Throwable> noAnswer() {
        return TimeoutException.class;
    }

    @Override
    protected void withoutServer(Consumer<QueueMonitor> test) {
        withMonitor("127.0.0.1:1", topics.names(), test);
    }

    @Override
    protected QueuePosition add() {
        produce(null, false, 0, "of coupon 1");
        return new QueuePosition(0, topics.endOffsets(events).get(0) - 1);
    }

    @Override
    protected void decide(QueuePosition position) {
        commit(position.partition(), position.offset() + 1);
    }

    @Test
    void a_topic_that_is_missing_takes_none() {
        var missing = new CouponTopics("missing", "missing-results", "missing-dlt", "missing-warm-up", 3, 1);

        assertThatThrownBy(() -> withMonitor(
                        TestServers.kafkaBootstrapServers(),
                        missing,
                        monitor -> monitor.check().block(STEP_MAX)))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void progress_is_what_the_group_has_committed_or_else_the_oldest_there_is() {
        assertThat(monitor.committed().block(STEP_MAX)).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));

        commit(1, 7);

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
        await().ignoreExceptions().untilAsserted(() -> {
            monitor.prepare().block(STEP_MAX);
            assertThat(topics.partitions(topics.names().warmUp())).isEqualTo(1);
        });

        assertThat(topics.partitions(events)).isEqualTo(4);
    }

    @Test
    void transaction_markers_and_aborted_records_do_not_wait() {
        produce("foreign", true, 0, "committed");
        commit(0, 1); // the marker is behind it
        produce("foreign", false, 1, "aborted", "aborted too");
        produce(null, false, 2, "waiting");

        assertThat(lag(0).endOffset()).isEqualTo(2);
        assertThat(lag(0).lag()).isZero();
        assertThat(lag(0).oldestAcceptedAt()).isNull();
        // The coordinator answers before it has written the marker.
        await().untilAsserted(() -> assertThat(lag(1).lag()).isZero());
        assertThat(lag(2).lag()).isEqualTo(1);
        assertThat(lag(2).oldestAcceptedAt()).isNotNull();

        produce(null, false, 1, "waiting behind the aborted ones");
        assertThat(lag(1).lag()).isEqualTo(1);
    }

    @Test
    void what_stands_behind_an_open_transaction_waits_and_costs_the_other_partitions_nothing() {
        try (Producer<byte[], byte[]> foreign = producer("foreign-open")) {
            foreign.initTransactions();
            foreign.beginTransaction();
            foreign.send(new ProducerRecord<>(events, 0, null, "open".getBytes(StandardCharsets.UTF_8)));
            foreign.flush();
            produce(null, false, 0, "behind it");
            produce(null, false, 1, "elsewhere");

            assertThat(lag(0).lag()).isEqualTo(2);
            assertThat(lag(0).oldestAcceptedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(lag(1).lag()).isEqualTo(1);
            assertThat(lag(1).oldestAcceptedAt()).isNotNull();
            foreign.abortTransaction();
        }
        await().untilAsserted(() -> assertThat(lag(0).lag()).isEqualTo(1));
    }

    @Test
    void deleted_records_do_not_wait() throws Exception {
        produce(null, false, 0, "one", "two", "three");
        try (var admin = topics.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(events, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }

        assertThat(lag(0).lag()).isEqualTo(1);
        assertThat(lag(0).oldestAcceptedAt()).isNotNull();
    }

    @Test
    void a_long_queue_is_counted_by_its_offsets() {
        produce(
                null,
                false,
                0,
                IntStream.range(0, 2_000).mapToObj(String::valueOf).toArray(String[]::new));

        assertThat(lag(0).lag()).isEqualTo(2_000);
    }

    private PartitionLag lag(int partition) {
        return lag().partitions().get(partition);
    }

    private void commit(int partition, long offset) {
        try (var admin = topics.admin()) {
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(events, partition), new OffsetAndMetadata(offset)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    /** @param transactionalId null for plain records */
    private void produce(@Nullable String transactionalId, boolean commit, int partition, String... values) {
        try (Producer<byte[], byte[]> producer = producer(transactionalId)) {
            if (transactionalId != null) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            for (String value : values) {
                producer.send(new ProducerRecord<>(events, partition, null, value.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
            if (transactionalId != null && commit) {
                producer.commitTransaction();
            } else if (transactionalId != null) {
                producer.abortTransaction();
            }
        }
    }

    private Producer<byte[], byte[]> producer(@Nullable String transactionalId) {
        Map<String, Object> settings = KafkaClientSettings.replayProducer(reachable);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        if (transactionalId != null) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, events + transactionalId);
        }
        return new KafkaProducer<>(settings);
    }

    private static void withMonitor(String bootstrapServers, CouponTopics topics, Consumer<QueueMonitor> test) {
        Map<String, Object> configured = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var broker = new KafkaAdminConnection(configured);
                var monitor = new KafkaQueueMonitor(broker, configured, topics, "any-group")) {
            test.accept(monitor);
        }
    }
}
