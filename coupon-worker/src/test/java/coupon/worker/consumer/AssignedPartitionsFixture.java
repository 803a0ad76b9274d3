package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The polling thread of a worker that is assigned one partition of a broker in memory. */
final class AssignedPartitionsFixture extends DecidersFixture {
    final Broker broker = new Broker();
    final TopicAlerts alerts = new TopicAlerts(registry);
    String topicId = "topic-1";
    AssignedPartitions partitions;

    AssignedPartitionsFixture() {
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        broker.updateEndOffsets(Map.of(PARTITION, 1_000L));
        partitions = anotherWorker();
    }

    AssignedPartitions anotherWorker() {
        return new AssignedPartitions(broker, parts(), () -> topicId, new DeletedRecords(alerts, registry));
    }

    void assign() {
        broker.assign(List.of(PARTITION));
        partitions.tend();
    }

    void put(long first, long last) {
        List<ConsumerRecord<byte[], byte[]>> records = requests(first, last);
        broker.seek(PARTITION, last + 1);
        partitions.put(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
    }

    void awaitCommitted(long offset) {
        await().untilAsserted(() -> {
            partitions.tend();
            assertThat(committedOffset()).isEqualTo(offset);
        });
    }

    @Nullable
    OffsetAndMetadata committed() {
        return broker.committed(Set.of(PARTITION)).get(PARTITION);
    }

    /** -1 if nothing is. */
    long committedOffset() {
        OffsetAndMetadata known = committed();
        return known == null ? -1 : known.offset();
    }

    @Override
    public void close() {
        partitions.stop(Duration.ofSeconds(5));
        super.close();
    }

    /** Remembers commits, and may fail those that are asynchronous. */
    static final class Broker extends MockConsumer<byte[], byte[]> {
        final List<Long> commits = new ArrayList<>();

        @Nullable
        RuntimeException commitFailure;

        /** Answers the last commit, if answers are late. */
        @Nullable
        Runnable lateAnswer;

        boolean answersLate;

        Broker() {
            super("none");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            offsets.values().forEach(offset -> commits.add(offset.offset()));
            if (answersLate) {
                lateAnswer = () -> callback.onComplete(offsets, null);
            } else if (commitFailure != null) {
                callback.onComplete(offsets, commitFailure);
            } else {
                super.commitAsync(offsets, callback);
            }
        }
    }
}
