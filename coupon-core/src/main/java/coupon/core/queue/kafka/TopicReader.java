package coupon.core.queue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from offset to end, outside of any group. Transaction markers, records of aborted transactions and
 * holes that compaction has left are passed over. Blocks its caller for as long as the caller allows; connects at the
 * first question.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final String topic;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    /** @param configured of the application: how to reach the broker */
    public TopicReader(Map<String, Object> configured, String topic) {
        this.settings = KafkaClientSettings.reader(configured);
        this.topic = topic;
    }

    /**
     * What there is to read of each partition now.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer within seconds
     */
    public synchronized Map<Integer, Range> ranges() {
        return connected(reader -> {
            List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
            Map<Integer, Range> ranges = new HashMap<>();
            reader.endOffsets(partitions)
                    .forEach((partition, end) -> ranges.put(
                            partition.partition(), new Range(Objects.requireNonNull(begins.get(partition)), end)));
            return ranges;
        });
    }

    /**
     * Reads those ranges, by partition, until their ends, or until the time is up.
     *
     * @param records is given the records of each partition in their order; false if it wants no more of the record's
     *     partition
     * @return the offset reached in each partition, which is its end if all of the range was read
     */
    public synchronized Map<Integer, Long> read(
            Map<Integer, Range> ranges, Duration max, Predicate<ConsumerRecord<byte[], byte[]>> records) {
        return connected(reader -> read(reader, ranges, System.nanoTime() + max.toNanos(), records));
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }

    private Map<Integer, Long> read(
            Consumer<byte[], byte[]> reader,
            Map<Integer, Range> ranges,
            long deadlineNanos,
            Predicate<ConsumerRecord<byte[], byte[]>> records) {
        Map<Integer, Long> reached = new HashMap<>();
        Map<Integer, Long> ends = new HashMap<>();
        ranges.forEach((partition, range) -> {
            reached.put(partition, range.from());
            if (range.from() < range.end()) {
                ends.put(partition, range.end());
            }
        });
        Set<Integer> unfinished = new HashSet<>(ends.keySet());
        assign(reader, unfinished, reached);
        while (!unfinished.isEmpty() && System.nanoTime() < deadlineNanos) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL_MAX)) {
                int partition = record.partition();
                if (unfinished.contains(partition) && record.offset() < ends.get(partition) && !records.test(record)) {
                    reached.put(partition, record.offset() + 1);
                    unfinished.remove(partition);
                }
            }
            unfinished.removeIf(partition -> {
                // Behind the last record there may be markers: only the position passes them.
                long position = position(reader, partition, reached.get(partition));
                long end = ends.get(partition);
                reached.put(partition, Math.min(position, end));
                return position >= end;
            });
            reader.pause(reader.assignment().stream()
                    .filter(assigned -> !unfinished.contains(assigned.partition()))
                    .toList());
        }
        reader.unsubscribe(); // and lets go of what was fetched ahead
        return reached;
    }

    private void assign(Consumer<byte[], byte[]> reader, Set<Integer> partitions, Map<Integer, Long> offsets) {
        reader.assign(partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList());
        reader.assignment().forEach(partition -> reader.seek(partition, offsets.get(partition.partition())));
    }

    private long position(Consumer<byte[], byte[]> reader, int partition, long lastKnown) {
        try {
            return Math.max(lastKnown, reader.position(new TopicPartition(topic, partition), POLL_MAX));
        } catch (TimeoutException unknownNow) {
            return lastKnown;
        }
    }

    private <T> T connected(java.util.function.Function<Consumer<byte[], byte[]>, T> question) {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        try {
            return question.apply(consumer);
        } catch (RuntimeException failure) {
            disconnect();
            throw failure;
        }
    }

    private void disconnect() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE_MAX));
            consumer = null;
        }
    }

    /**
     * A part of a partition.
     *
     * @param from the first offset
     * @param end behind the last offset
     */
    public record Range(long from, long end) {
        /** The last of these offsets, as many as that. */
        Range last(int count) {
            return new Range(Math.max(from, end - count), end);
        }
    }
}
