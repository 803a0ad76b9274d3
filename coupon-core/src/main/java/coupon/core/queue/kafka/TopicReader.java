package coupon.core.queue.kafka;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from offset to end, outside of any group. Transaction markers, records of aborted transactions and
 * holes that compaction has left are passed over. Blocks its caller for as long as the caller allows; connects at the
 * first question.
 */
public final class TopicReader implements AutoCloseable {
    /** A setting with which records of open and aborted transactions are read too. */
    public static final Map<String, Object> UNCOMMITTED_TOO =
            Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_UNCOMMITTED.toString());

    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final String topic;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    /** @param configured of the application: how to reach the broker */
    public TopicReader(Map<String, Object> configured, String topic) {
        this(configured, topic, Map.of());
    }

    /** @param different settings of the consumer in which this reader is not like the others */
    public TopicReader(Map<String, Object> configured, String topic, Map<String, Object> different) {
        this.settings = KafkaClientSettings.reader(configured);
        this.settings.putAll(different);
        this.topic = topic;
    }

    /**
     * What there is to read of each partition now; nothing if there is no such topic.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer within seconds
     */
    public synchronized Map<Integer, Range> ranges() {
        return connected(reader -> {
            List<TopicPartition> partitions = partitions(reader);
            Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
            Map<Integer, Range> ranges = new HashMap<>();
            reader.endOffsets(partitions)
                    .forEach((partition, end) ->
                            ranges.put(partition.partition(), new Range(requireNonNull(begins.get(partition)), end)));
            return ranges;
        });
    }

    /** What the group has committed whose id is among the settings, by partition; nothing where it has committed nothing. */
    public synchronized Map<Integer, Long> committed() {
        return connected(reader -> {
            Map<Integer, Long> committed = new HashMap<>();
            reader.committed(Set.copyOf(partitions(reader))).forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition.partition(), offset.offset());
                }
            });
            return committed;
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
        List<Reading> readings = ranges.entrySet().stream()
                .map(range -> new Reading(new TopicPartition(topic, range.getKey()), range.getValue()))
                .toList();
        reader.assign(partitions(readings, all -> true));
        readings.forEach(reading -> reader.seek(reading.partition, reading.reached));
        while (!readings.stream().allMatch(Reading::isDone) && System.nanoTime() < deadlineNanos) {
            reader.pause(partitions(readings, Reading::isDone));
            ConsumerRecords<byte[], byte[]> polled = reader.poll(POLL_MAX);
            readings.forEach(reading -> reading.follow(reader, polled.records(reading.partition), records));
        }
        reader.unsubscribe(); // and lets go of what was fetched ahead
        return readings.stream().collect(toMap(reading -> reading.partition.partition(), reading -> reading.reached));
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> reader) {
        return reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static List<TopicPartition> partitions(List<Reading> readings, Predicate<Reading> which) {
        return readings.stream().filter(which).map(reading -> reading.partition).toList();
    }

    private <T> T connected(Function<Consumer<byte[], byte[]>, T> question) {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings);
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

    private static final class Reading {
        private final TopicPartition partition;
        private final long end;
        private long reached;
        private boolean enough;

        Reading(TopicPartition partition, Range range) {
            this.partition = partition;
            this.end = range.end();
            this.reached = range.from();
        }

        boolean isDone() {
            return enough || reached >= end;
        }

        /** Behind the last record there may be markers, which only the reader's position passes. */
        void follow(
                Consumer<byte[], byte[]> reader,
                List<ConsumerRecord<byte[], byte[]>> polled,
                Predicate<ConsumerRecord<byte[], byte[]>> records) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (!isDone() && record.offset() < end) {
                    reached = record.offset() + 1;
                    enough = !records.test(record);
                }
            }
            if (!isDone()) {
                try {
                    reached = Math.min(end, Math.max(reached, reader.position(partition, POLL_MAX)));
                } catch (TimeoutException unknownNow) {
                    // then what was reached is known from the records
                }
            }
        }
    }
}
