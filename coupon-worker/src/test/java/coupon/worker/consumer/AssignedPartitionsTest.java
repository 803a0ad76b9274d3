package coupon.worker.consumer;

import static coupon.worker.consumer.DecidersFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Where partitions begin, and where they go on. */
@ExtendWith(OutputCaptureExtension.class)
class AssignedPartitionsTest {
    private static final String RECREATED = "events_topic_recreated";

    private final AssignedPartitionsFixture worker = new AssignedPartitionsFixture();

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void a_partition_without_an_offset_begins_at_its_beginning() {
        worker.assign();

        assertThat(worker.broker.position(PARTITION)).isZero();
        assertThat(worker.partitions.numbers()).containsExactly(0);
    }

    @Test
    void an_offset_of_another_topic_means_from_the_beginning_once(CapturedOutput output) {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(AssignedPartitions.class.getName(), LogLevel.INFO);
        assignAfterCommit(new OffsetAndMetadata(40, "topic-0"));
        assertThat(worker.broker.position(PARTITION)).isZero();
        assertThat(worker.alerts.details().get(RECREATED)).contains("now topic-1");
        worker.awaitCommitted(0);
        assertThat(worker.committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-1");

        worker.put(0, 9);
        worker.awaitCommitted(10);
        worker.partitions.onPartitionsRevoked(Set.of(PARTITION));
        worker.partitions.tend();
        assertThat(worker.broker.position(PARTITION))
                .as("a later rebalance goes on")
                .isEqualTo(10);
        assertThat(output.getAll()).containsOnlyOnce("partition events-0 is read from the beginning");
    }

    @Test
    void a_topic_that_is_created_again_under_a_working_worker_is_read_from_its_beginning() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);

        worker.topicId = "topic-2";
        worker.partitions.tend();

        assertThat(worker.broker.position(PARTITION)).isZero();
        worker.awaitCommitted(0);
        assertThat(worker.committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-2");
    }

    @Test
    void an_offset_that_an_operator_has_set_is_taken_as_it_is() {
        assignAfterCommit(new OffsetAndMetadata(40));

        assertThat(worker.broker.position(PARTITION)).isEqualTo(40);
        assertThat(worker.alerts.details()).doesNotContainKey(RECREATED);
    }

    @Test
    void a_partition_is_not_fetched_while_two_batches_wait() {
        worker.databaseFails = true;
        worker.assign();
        worker.put(0, 299);
        await().until(() -> worker.retries.trouble() != null);
        worker.partitions.tend();
        assertThat(worker.broker.paused()).containsExactly(PARTITION);

        worker.databaseFails = false;
        await().until(() -> {
            worker.partitions.tend();
            return worker.broker.paused().isEmpty();
        });
    }

    @Test
    void records_that_were_deleted_undecided_are_counted_once() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);
        worker.broker.updateBeginningOffsets(Map.of(PARTITION, 25L));

        pollIntoGap(10);
        pollIntoGap(10);

        assertThat(lost()).isEqualTo(15);
        assertThat(worker.alerts.details().get("undecided_records_deleted")).contains("at most {0=15}");
        assertThat(worker.broker.position(PARTITION)).isEqualTo(25);
    }

    @Test
    void what_another_worker_decided_in_between_is_not_lost() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);
        worker.broker.commitSync(Map.of(PARTITION, new OffsetAndMetadata(40)));
        worker.broker.updateBeginningOffsets(Map.of(PARTITION, 25L));

        pollIntoGap(10);

        assertThat(lost()).isZero();
    }

    @Test
    void offsets_that_never_were_records_are_not_lost() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);

        worker.put(11, 12);

        worker.awaitCommitted(13);
        assertThat(lost()).isZero();
        assertThat(worker.alerts.details()).isEmpty();
    }

    @Test
    void a_partition_that_cannot_be_looked_at_begins_when_it_can() {
        worker.broker.setOffsetsException(new TimeoutException("no answer"));
        assertThatThrownBy(worker::assign).hasMessageContaining("no answer");
        assertThat(worker.partitions.numbers()).isEmpty();

        worker.broker.setOffsetsException(null);
        worker.partitions.tend();
        assertThat(worker.partitions.numbers()).containsExactly(0);
    }

    private void assignAfterCommit(OffsetAndMetadata offset) {
        worker.broker.assign(List.of(PARTITION)); // forgets what was committed
        worker.broker.commitSync(Map.of(PARTITION, offset));
        worker.partitions.tend();
    }

    private void pollIntoGap(long position) {
        worker.broker.seek(PARTITION, position);
        worker.partitions.goOnAfterGap(Map.of(PARTITION, position));
    }

    private double lost() {
        return worker.registry.counter("coupon.guard.undecided.deleted").count();
    }
}
