package coupon.core.queue.kafka;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.QueuePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks into a topic without being in a group. Blocks, for a few seconds at most. */
final class DeadLetterReader {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final int RECORDS_AT_ONCE = 50;

    private final Map<String, Object> settings;
    private final String topic;

    DeadLetterReader(Map<String, Object> configured, String topic) {
        this.topic = topic;
        settings = new HashMap<>(configured);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
    }

    /** The last records of each partition, oldest first. */
    List<ConsumerRecord<byte[], byte[]>> last(int perPartition) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(
                    partition, Math.max(offset(begins, partition), offset(ends, partition) - perPartition)));
            return readTo(ends, consumer);
        }
    }

    Optional<ConsumerRecord<byte[], byte[]>> at(QueuePosition place) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            var partition = new TopicPartition(topic, place.partition());
            if (!partitions(consumer).contains(partition)
                    || place.offset() < offset(consumer.beginningOffsets(List.of(partition)), partition)
                    || place.offset() >= offset(consumer.endOffsets(List.of(partition)), partition)) {
                return Optional.empty();
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            return readTo(Map.of(partition, place.offset() + 1), consumer).stream()
                    .filter(record -> record.offset() == place.offset())
                    .findFirst();
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return requireNonNull(offsets.get(partition), partition::toString);
    }

    private static List<ConsumerRecord<byte[], byte[]>> readTo(
            Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        long beganNanos = System.nanoTime();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - beganNanos > ANSWER_MAX.toNanos()) {
                throw new TimeoutException("the topic could not be read in time");
            }
            consumer.poll(POLL_MAX).forEach(records::add);
        }
        return records;
    }
}
