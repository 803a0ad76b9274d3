package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.worker.topic.DeletedRecords;
import coupon.worker.topic.TopicAlerts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Where partitions begin, what is committed of them and when, and how they are handed over. */
@ExtendWith(OutputCaptureExtension.class)
class AssignedPartitionsTest {
    private static final TopicPartition PARTITION = DecidersFixture.PARTITION;
    private static final String RECREATED = "events_topic_recreated";

    private final DecidersFixture fixture = new DecidersFixture();
    private final Broker consumer = new Broker();
    private final TopicAlerts alerts = new TopicAlerts(fixture.registry);
    private String topicId = "topic-1";
    private AssignedPartitions partitions = partitions();

    @BeforeEach
    void aTopic() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 1_000L));
    }

    @AfterEach
    void close() {
        partitions.stop(Duration.ofSeconds(5));
        fixture.close();
    }

    @Test
    void a_partition_without_an_offset_begins_at_its_beginning() {
        assign();

        assertThat(consumer.position(PARTITION)).isZero();
        assertThat(partitions.numbers()).containsExactly(0);
    }

    @Test
    void what_is_acknowledged_is_committed_with_the_id_of_the_topic() {
        assign();
        put(0, 9);

        awaitCommitted(10);
        assertThat(committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-1");
        assertThat(alerts.details()).isEmpty();
    }

    @Test
    void what_is_decided_and_not_published_is_not_committed() {
        fixture.publishingWaits = true;
        assign();
        put(0, 9);
        DecidersFixture.Published results = fixture.awaitPublication(1);
        await().during(AssignedPartitions.COMMIT_INTERVAL.multipliedBy(2)).until(() -> {
            partitions.tend();
            return committedOffset() <= 0;
        });

        results.acknowledge();
        awaitCommitted(10);
    }

    @Test
    void commits_are_no_more_frequent_than_their_interval() {
        assign();
        long began = System.nanoTime();
        for (int first = 0; first < 1_000; first += 10) {
            put(first, first + 9);
            partitions.tend();
        }
        awaitCommitted(1_000);

        long intervals = (System.nanoTime() - began) / AssignedPartitions.COMMIT_INTERVAL.toNanos();
        assertThat(consumer.commits).hasSizeLessThanOrEqualTo((int) intervals + 2);
    }

    @Test
    void a_commit_that_failed_is_made_again() {
        consumer.commitFailure = new RebalanceInProgressException();
        assign();
        put(0, 9);
        await().until(() -> {
            partitions.tend();
            return consumer.commits.stream().anyMatch(offset -> offset == 10);
        });

        consumer.commitFailure = null;
        awaitCommitted(10);
    }

    @Test
    void a_partition_that_is_revoked_is_finished_and_committed_at_once() {
        assign();
        awaitCommitted(0);
        fixture.publishingWaits = true;
        put(0, 9);
        fixture.awaitPublication(1).acknowledge();

        partitions.onPartitionsRevoked(Set.of(PARTITION));

        assertThat(committedOffset()).isEqualTo(10);
        assertThat(partitions.numbers()).isEmpty();
    }

    @Test
    void a_partition_that_is_lost_is_not_committed() {
        assign();
        awaitCommitted(0);
        fixture.publishingWaits = true;
        put(0, 9);
        fixture.awaitPublication(1);

        partitions.onPartitionsLost(Set.of(PARTITION));

        assertThat(committedOffset()).isZero();
        fixture.publications.get(0).acknowledge();
    }

    @Test
    void a_batch_whose_commit_was_lost_is_decided_once_by_the_next_worker() {
        consumer.commitFailure = new RebalanceInProgressException();
        assign();
        put(0, 9);
        await().until(() -> fixture.store.requests().size() == 10);
        partitions.onPartitionsLost(Set.of(PARTITION));
        consumer.commitFailure = null;

        partitions = partitions();
        partitions.tend();
        assertThat(consumer.position(PARTITION)).isZero();
        put(0, 9);

        awaitCommitted(10);
        assertThat(fixture.store.requests()).hasSize(10);
        assertThat(fixture.publications).hasSize(2);
    }

    @Test
    void markers_after_the_last_record_do_not_count_as_requests_that_wait() {
        assign();
        put(0, 9);
        awaitCommitted(10);

        consumer.seek(PARTITION, 11); // as a poll does that finds nothing but a transaction's end

        awaitCommitted(11);
    }

    @Test
    void an_offset_of_another_topic_means_from_the_beginning_once(CapturedOutput output) {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(AssignedPartitions.class.getName(), LogLevel.INFO);
        assignAfterCommit(new OffsetAndMetadata(40, "topic-0"));
        assertThat(consumer.position(PARTITION)).isZero();
        assertThat(alerts.details().get(RECREATED)).contains("now topic-1");
        awaitCommitted(0);
        assertThat(committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-1");

        put(0, 9);
        awaitCommitted(10);
        partitions.onPartitionsRevoked(Set.of(PARTITION));
        partitions.tend();
        assertThat(consumer.position(PARTITION)).as("a later rebalance goes on").isEqualTo(10);
        assertThat(output.getAll()).containsOnlyOnce("partition events-0 is read from the beginning");
    }

    @Test
    void a_topic_that_is_created_again_under_a_working_worker_is_read_from_its_beginning() {
        assign();
        put(0, 9);
        awaitCommitted(10);

        topicId = "topic-2";
        partitions.tend();

        assertThat(consumer.position(PARTITION)).isZero();
        awaitCommitted(0);
        assertThat(committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-2");
    }

    @Test
    void an_offset_that_an_operator_has_set_is_taken_as_it_is() {
        assignAfterCommit(new OffsetAndMetadata(40));

        assertThat(consumer.position(PARTITION)).isEqualTo(40);
        assertThat(alerts.details()).doesNotContainKey(RECREATED);
    }

    @Test
    void a_partition_is_not_fetched_while_two_batches_wait() {
        fixture.databaseFails = true;
        assign();
        put(0, 299);
        await().until(() -> fixture.retries.trouble() != null);
        partitions.tend();
        assertThat(consumer.paused()).containsExactly(PARTITION);

        fixture.databaseFails = false;
        await().until(() -> {
            partitions.tend();
            return consumer.paused().isEmpty();
        });
    }

    @Test
    void records_that_were_deleted_undecided_are_counted_once() {
        assign();
        put(0, 9);
        awaitCommitted(10);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 25L));

        pollIntoGap(10);
        pollIntoGap(10);

        assertThat(lost()).isEqualTo(15);
        assertThat(alerts.details().get("undecided_records_deleted")).contains("at most {0=15}");
        assertThat(consumer.position(PARTITION)).isEqualTo(25);
    }

    @Test
    void what_another_worker_decided_in_between_is_not_lost() {
        assign();
        put(0, 9);
        awaitCommitted(10);
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(40)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 25L));

        pollIntoGap(10);

        assertThat(lost()).isZero();
    }

    @Test
    void offsets_that_never_were_records_are_not_lost() {
        assign();
        put(0, 9);
        awaitCommitted(10);

        put(11, 12);

        awaitCommitted(13);
        assertThat(lost()).isZero();
        assertThat(alerts.details()).isEmpty();
    }

    @Test
    void a_partition_that_cannot_be_looked_at_begins_when_it_can() {
        consumer.setOffsetsException(new org.apache.kafka.common.errors.TimeoutException("no answer"));
        assertThatThrownBy(this::assign).hasMessageContaining("no answer");
        assertThat(partitions.numbers()).isEmpty();

        consumer.setOffsetsException(null);
        partitions.tend();
        assertThat(partitions.numbers()).containsExactly(0);
    }

    private AssignedPartitions partitions() {
        return new AssignedPartitions(
                consumer, fixture.parts(), () -> topicId, new DeletedRecords(alerts, fixture.registry));
    }

    private void assign() {
        consumer.assign(List.of(PARTITION));
        partitions.tend();
    }

    private void assignAfterCommit(OffsetAndMetadata offset) {
        consumer.assign(List.of(PARTITION)); // forgets what was committed
        consumer.commitSync(Map.of(PARTITION, offset));
        partitions.tend();
    }

    private void put(long first, long last) {
        List<ConsumerRecord<byte[], byte[]>> records = fixture.requests(first, last);
        consumer.seek(PARTITION, last + 1);
        partitions.put(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
    }

    private void pollIntoGap(long position) {
        consumer.seek(PARTITION, position);
        var gap = new OffsetOutOfRangeException(Map.of(PARTITION, position));
        partitions.goOnAfterGap(gap.offsetOutOfRangePartitions());
    }

    private void awaitCommitted(long offset) {
        await().untilAsserted(() -> {
            partitions.tend();
            assertThat(committedOffset()).isEqualTo(offset);
        });
    }

    private @Nullable OffsetAndMetadata committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION);
    }

    /** -1 if nothing is. */
    private long committedOffset() {
        OffsetAndMetadata known = committed();
        return known == null ? -1 : known.offset();
    }

    private double lost() {
        return fixture.registry.counter("coupon.guard.undecided.deleted").count();
    }

    /** Remembers commits, and may fail those that are asynchronous. */
    private static final class Broker extends MockConsumer<byte[], byte[]> {
        private final List<Long> commits = new ArrayList<>();
        private @Nullable RuntimeException commitFailure;

        Broker() {
            super("none");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            offsets.values().forEach(offset -> commits.add(offset.offset()));
            if (commitFailure != null) {
                callback.onComplete(offsets, commitFailure);
            } else {
                super.commitAsync(offsets, callback);
            }
        }
    }
}
