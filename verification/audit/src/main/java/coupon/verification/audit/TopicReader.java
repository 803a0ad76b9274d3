package coupon.verification.audit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their beginning. Belongs to no consumer group, commits nothing, creates nothing.
 *
 * <p>Every method throws {@link CannotAuditException} if the broker does not answer.
 */
final class TopicReader implements AutoCloseable {
    private static final int ANSWER_MAX_MILLIS = 10_000;
    private static final int FETCH_BYTES_MAX = 1024 * 1024;

    /** Compressed records unfold when they are polled: a few at a time, and {@link BoundedBytes} of each. */
    private static final int POLL_RECORDS_MAX = 50;

    private static final Duration POLL_MAX = Duration.ofMillis(500);
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(60);

    private final String where;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicReader(String where, Admin admin, KafkaConsumer<byte[], byte[]> consumer) {
        this.where = where;
        this.admin = admin;
        this.consumer = consumer;
    }

    static TopicReader open(AuditSettings settings) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MAX_MILLIS);
        kafka.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MAX_MILLIS / 2);
        String where = "Kafka at " + kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        try {
            return new TopicReader(where, Admin.create(kafka), new KafkaConsumer<>(reading(kafka)));
        } catch (KafkaException unusable) {
            throw new CannotAuditException("cannot read " + where, unusable);
        }
    }

    private static Map<String, Object> reading(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Records may expire while they are being read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // As the workers: what a transaction has aborted was never queued, what it has not committed is not yet.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_MAX);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, BoundedBytes.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, BoundedBytes.class);
        return settings;
    }

    /** By partition; nothing where the group has committed nothing. */
    SortedMap<Integer, Long> committedOffsets(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        committed.forEach((partition, offset) -> {
            if (offset != null && partition.topic().equals(topic)) {
                offsets.put(partition.partition(), offset.offset());
            }
        });
        return offsets;
    }

    boolean exists(String topic) {
        return !partitionsOf(topic).isEmpty();
    }

    SortedMap<Integer, Long> beginningOffsets(String topic) {
        return byPartition(answered(() -> consumer.beginningOffsets(partitionsOf(topic))));
    }

    SortedMap<Integer, Long> endOffsets(String topic) {
        return byPartition(answered(() -> consumer.endOffsets(partitionsOf(topic))));
    }

    /** Whether an open transaction hides records at the end of a partition. */
    boolean isEndHidden(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitionsOf(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = await(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all());
        Map<TopicPartition, Long> stableEnds = answered(() -> consumer.endOffsets(latest.keySet()));
        return stableEnds.entrySet().stream()
                .anyMatch(stable -> stable.getValue()
                        < requireNonNull(ends.get(stable.getKey())).offset());
    }

    /** Hands over every record before these ends, those of each partition in offset order. */
    void read(String topic, Map<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Map<TopicPartition, Long> open = new HashMap<>();
        ends.forEach((partition, end) -> open.put(new TopicPartition(topic, partition), end));
        answered(() -> {
            consumer.assign(open.keySet());
            consumer.seekToBeginning(open.keySet());
            Instant lastProgress = Instant.now();
            while (dropFinished(open)) {
                var records = consumer.poll(POLL_MAX);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() < ends.getOrDefault(record.partition(), 0L)) {
                        action.accept(record);
                    }
                }
                Instant now = Instant.now();
                if (!records.isEmpty()) {
                    lastProgress = now;
                } else if (now.isAfter(lastProgress.plus(STANDSTILL_MAX))) {
                    throw new CannotAuditException(where + " has sent nothing of " + topic + " for "
                            + STANDSTILL_MAX.toSeconds() + " s, before its end");
                }
            }
            return open;
        });
    }

    @Override
    public void close() {
        consumer.close();
        admin.close(Duration.ZERO);
    }

    /** Whether partitions are left that have not been read to their ends. */
    private boolean dropFinished(Map<TopicPartition, Long> open) {
        if (open.entrySet().removeIf(partition -> consumer.position(partition.getKey()) >= partition.getValue())) {
            consumer.assign(open.keySet());
        }
        return !open.isEmpty();
    }

    private List<TopicPartition> partitionsOf(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (ExecutionException missing) {
            if (missing.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw new CannotAuditException("cannot read " + where, missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotAuditException("stopped while reading " + where, stopped);
        }
    }

    private static SortedMap<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        SortedMap<Integer, Long> byPartition = new TreeMap<>();
        offsets.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
        return byPartition;
    }

    private <T> T await(KafkaFuture<T> answer) {
        return answered(answer::get);
    }

    private <T> T answered(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException failed) {
            throw new CannotAuditException("cannot read " + where, failed);
        } catch (KafkaException failed) {
            throw new CannotAuditException("cannot read " + where, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotAuditException("stopped while reading " + where, stopped);
        }
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

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }
}
