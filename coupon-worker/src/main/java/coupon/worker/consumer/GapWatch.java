package coupon.worker.consumer;

import coupon.worker.guard.RetentionGuard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Has a batch that does not follow on the one before it looked at before it is decided: its consumer was silently moved
 * to the beginning of what is left, and once the batch is acknowledged nobody could tell. Belongs to one consumer.
 */
public final class GapWatch implements BatchInterceptor<byte[], byte[]> {
    private final RetentionGuard retention;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    public GapWatch(RetentionGuard retention) {
        this.retention = retention;
    }

    @Override
    public @Nullable ConsumerRecords<byte[], byte[]> intercept(
            ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> afterGaps = new HashSet<>();
        for (TopicPartition partition : batch.partitions()) {
            if (first(batch, partition) > next.getOrDefault(partition, 0L)) {
                afterGaps.add(partition);
            }
        }
        if (!afterGaps.isEmpty()) {
            look(afterGaps, batch, consumer);
        }
        for (TopicPartition partition : batch.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = batch.records(partition);
            next.put(partition, records.get(records.size() - 1).offset() + 1);
        }
        return batch;
    }

    private void look(
            Set<TopicPartition> partitions, ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        try {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
            begins.forEach((partition, begin) -> {
                OffsetAndMetadata progress = committed.get(partition);
                retention.compare(partition.partition(), begin, progress == null ? 0 : progress.offset());
            });
        } catch (RuntimeException failure) {
            // What is thrown here is not redelivered by itself.
            batch.partitions().forEach(partition -> consumer.seek(partition, first(batch, partition)));
            throw failure;
        }
    }

    private static long first(ConsumerRecords<byte[], byte[]> batch, TopicPartition partition) {
        return batch.records(partition).get(0).offset();
    }
}
