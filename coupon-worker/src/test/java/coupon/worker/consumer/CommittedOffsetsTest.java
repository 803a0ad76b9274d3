package coupon.worker.consumer;

import static coupon.worker.consumer.DecidersFixture.PARTITION;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is committed of partitions and when, and how they are handed over. */
class CommittedOffsetsTest {
    private final AssignedPartitionsFixture worker = new AssignedPartitionsFixture();

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void what_is_acknowledged_is_committed_with_the_id_of_the_topic() {
        worker.assign();
        worker.put(0, 9);

        worker.awaitCommitted(10);
        assertThat(worker.committed()).extracting(OffsetAndMetadata::metadata).isEqualTo("topic-1");
        assertThat(worker.alerts.details()).isEmpty();
    }

    @Test
    void what_is_decided_and_not_published_is_not_committed() {
        worker.publishingWaits = true;
        worker.assign();
        worker.put(0, 9);
        DecidersFixture.Published results = worker.awaitPublication(1);
        await().during(CommittedOffsets.INTERVAL.multipliedBy(2)).until(() -> {
            worker.partitions.tend();
            return worker.committedOffset() <= 0;
        });

        results.acknowledge();
        worker.awaitCommitted(10);
    }

    @Test
    void commits_are_no_more_frequent_than_their_interval() {
        worker.assign();
        long began = System.nanoTime();
        for (int first = 0; first < 1_000; first += 10) {
            worker.put(first, first + 9);
            worker.partitions.tend();
        }
        worker.awaitCommitted(1_000);

        long intervals = (System.nanoTime() - began) / CommittedOffsets.INTERVAL.toNanos();
        assertThat(worker.broker.commits).hasSizeLessThanOrEqualTo((int) intervals + 2);
    }

    @Test
    void a_commit_that_failed_is_made_again() {
        worker.broker.commitFailure = new RebalanceInProgressException();
        worker.assign();
        worker.put(0, 9);
        await().until(() -> {
            worker.partitions.tend();
            return worker.broker.commits.stream().anyMatch(offset -> offset == 10);
        });

        worker.broker.commitFailure = null;
        worker.awaitCommitted(10);
    }

    @Test
    void a_commit_that_is_answered_late_says_nothing_of_a_partition_that_has_begun_again() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);
        worker.broker.answersLate = true;
        worker.put(10, 19);
        await().until(() -> {
            worker.partitions.tend();
            return worker.broker.lateAnswer != null;
        });
        worker.partitions.onPartitionsLost(Set.of(PARTITION));
        worker.partitions.tend(); // begins at 10, which is what the broker has
        worker.broker.answersLate = false;
        requireNonNull(worker.broker.lateAnswer).run();
        worker.put(10, 19);

        worker.awaitCommitted(20);
    }

    @Test
    void a_partition_that_is_revoked_is_finished_and_committed_at_once() {
        worker.assign();
        worker.awaitCommitted(0);
        worker.publishingWaits = true;
        worker.put(0, 9);
        worker.awaitPublication(1).acknowledge();

        worker.partitions.onPartitionsRevoked(Set.of(PARTITION));

        assertThat(worker.committedOffset()).isEqualTo(10);
        assertThat(worker.partitions.numbers()).isEmpty();
    }

    @Test
    void a_partition_that_is_lost_is_not_committed() {
        worker.assign();
        worker.awaitCommitted(0);
        worker.publishingWaits = true;
        worker.put(0, 9);
        worker.awaitPublication(1);

        worker.partitions.onPartitionsLost(Set.of(PARTITION));

        assertThat(worker.committedOffset()).isZero();
        worker.publications.get(0).acknowledge();
    }

    @Test
    void a_batch_whose_commit_was_lost_is_decided_once_by_the_next_worker() {
        worker.broker.commitFailure = new RebalanceInProgressException();
        worker.assign();
        worker.put(0, 9);
        worker.awaitPublication(1);
        assertThat(worker.store.requests()).hasSize(10);
        worker.partitions.onPartitionsLost(Set.of(PARTITION));
        worker.broker.commitFailure = null;

        worker.partitions = worker.anotherWorker();
        worker.partitions.tend();
        assertThat(worker.broker.position(PARTITION)).isZero();
        worker.put(0, 9);

        worker.awaitCommitted(10);
        assertThat(worker.store.requests()).hasSize(10);
        assertThat(worker.publications).hasSize(2);
    }

    @Test
    void markers_after_the_last_record_do_not_count_as_requests_that_wait() {
        worker.assign();
        worker.put(0, 9);
        worker.awaitCommitted(10);

        worker.broker.seek(PARTITION, 11); // as a poll does that finds nothing but a transaction's end

        worker.awaitCommitted(11);
    }
}
