package coupon.worker.consumer;

import static coupon.worker.consumer.DecidersFixture.PARTITION;
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
final class AssignedPartitionsFixture implements AutoCloseable {
    final Broker broker = new Broker();
    final TopicAlerts alerts;
    String topicId = "topic-1";
    AssignedPartitions partitions;
    private final DecidersFixture deciders;

    AssignedPartitionsFixture(DecidersFixture deciders) {
        this.deciders = deciders;
        alerts = new TopicAlerts(deciders.registry);
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        broker.updateEndOffsets(Map.of(PARTITION, 1_000L));
        partitions = anotherWorker();
    }

    AssignedPartitions anotherWorker() {
        return new AssignedPartitions(
                broker, deciders.parts(), () -> topicId, new DeletedRecords(alerts, deciders.registry));
    }

    void assign() {
        broker.assign(List.of(PARTITION));
        partitions.tend();
    }

    void put(long first, long last) {
        List<ConsumerRecord<byte[], byte[]>> records = deciders.requests(first, last);
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
        deciders.close();
    }

    /** Remembers commits, and may fail those that are asynchronous. */
    static final class Broker extends MockConsumer<byte[], byte[]> {
        final List<Long> commits = new ArrayList<>();

        @Nullable
        RuntimeException commitFailure;

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
