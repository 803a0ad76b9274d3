package coupon.verification.audit;

import coupon.core.queue.kafka.TopicReader;
import coupon.core.queue.kafka.TopicReader.Range;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A topic from its beginning to a given end, read as the workers read it: what a transaction has aborted was never
 * queued, what it has not committed is not yet. Joins no consumer group, commits nothing, creates nothing.
 *
 * <p>Every method throws a {@link org.apache.kafka.common.KafkaException} if the broker does not answer.
 */
final class AuditedTopic implements AutoCloseable {
    /** Unless something else is configured: nobody waits, so a busy broker is given more time than by the applications. */
    private static final int ANSWER_MAX_MILLIS = 10_000;

    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(60);

    /** Compressed records unfold when they are polled: a few at a time, and {@link BoundedBytes} of each. */
    private static final int POLL_RECORDS_MAX = 50;

    private final AuditSettings audit;
    private final String name;
    private final TopicReader reader;

    AuditedTopic(AuditSettings audit, String name) {
        this.audit = audit;
        this.name = name;
        this.reader = newReader(Map.of());
    }

    void requireExistence() {
        if (reader.ranges().isEmpty()) {
            throw new CannotAuditException("there is no topic " + name);
        }
    }

    SortedMap<Integer, Long> begins() {
        return offsets(reader, Range::from);
    }

    boolean hasExpiredRecords() {
        return begins().values().stream().anyMatch(begin -> begin > 0);
    }

    SortedMap<Integer, Long> ends() {
        return offsets(reader, Range::end);
    }

    /** By partition; nothing where the group has committed nothing. */
    SortedMap<Integer, Long> committed() {
        return new TreeMap<>(reader.committed());
    }

    /** Whether an open transaction hides records at the end of a partition. */
    boolean isEndHidden() {
        try (TopicReader everything = newReader(TopicReader.UNCOMMITTED_TOO)) {
            Map<Integer, Long> unstableEnds = offsets(everything, Range::end);
            return ends().entrySet().stream()
                    .anyMatch(end -> end.getValue() < unstableEnds.getOrDefault(end.getKey(), 0L));
        }
    }

    /** Hands over every record before these ends, those of each partition in offset order. */
    void read(Map<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Map<Integer, Range> unread = unread(begins(), ends);
        while (!unread.isEmpty()) {
            Map<Integer, Long> reached = reader.read(unread, STANDSTILL_MAX, record -> {
                action.accept(record);
                return true;
            });
            Map<Integer, Range> rest = unread(reached, ends);
            if (rest.equals(unread)) {
                throw new CannotAuditException("Kafka has sent nothing of " + name + " for "
                        + STANDSTILL_MAX.toSeconds() + " s, before its end");
            }
            unread = rest;
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    private static Map<Integer, Range> unread(Map<Integer, Long> reached, Map<Integer, Long> ends) {
        Map<Integer, Range> unread = new HashMap<>();
        reached.forEach((partition, offset) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (offset < end) {
                unread.put(partition, new Range(offset, end));
            }
        });
        return unread;
    }

    private static SortedMap<Integer, Long> offsets(TopicReader reader, Function<Range, Long> which) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        reader.ranges().forEach((partition, range) -> offsets.put(partition, which.apply(range)));
        return offsets;
    }

    private TopicReader newReader(Map<String, Object> different) {
        Map<String, Object> settings = new HashMap<>(different);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, audit.group());
        settings.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                audit.kafka().getOrDefault(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MAX_MILLIS));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MAX_MILLIS / 2);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, BoundedBytes.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, BoundedBytes.class);
        return new TopicReader(audit.kafka(), name, settings);
    }

    /** The bytes of a key or a value; nothing of one that is larger than any that the product writes or could decode. */
    public static final class BoundedBytes implements Deserializer<byte[]> {
        private static final int BYTES_MAX = 1024 * 1024;
        private static final byte[] TOO_LARGE = {};

        @Override
        public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
            return data == null || data.length <= BYTES_MAX ? data : TOO_LARGE;
        }

        @Override
        public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
            return data == null || data.remaining() <= BYTES_MAX ? Utils.toNullableArray(data) : TOO_LARGE;
        }
    }
}
