package coupon.local;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The lines of the event topic, looked at with Kafka's clients and without being in any group. */
final class Lines implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration POLL_MAX = Duration.ofMillis(200);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final String group;
    private final String topic;
    private final Clock clock;

    Lines(String bootstrapServers, String group, String topic, Clock clock) {
        this.group = group;
        this.topic = topic;
        this.clock = clock;
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        reader = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4096),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * In the order of the partitions.
     *
     * @throws StackException if the broker does not tell
     */
    List<LineLag> look() {
        List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        Map<TopicPartition, Long> waiting = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            OffsetAndMetadata known = committed.get(partition);
            long next = known == null ? begin : Math.max(begin, known.offset());
            if (next < ends.getOrDefault(partition, begin)) {
                waiting.put(partition, next);
            }
        }
        Map<TopicPartition, Long> times = timesOf(waiting);
        Map<TopicPartition, String> owners = owners();
        List<LineLag> lines = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            OffsetAndMetadata known = committed.get(partition);
            Long since = times.get(partition);
            lines.add(new LineLag(
                    partition.partition(),
                    known == null ? null : known.offset(),
                    end,
                    end - waiting.getOrDefault(partition, end),
                    since == null ? 0 : Math.max(0, clock.millis() - since) / 1000.0,
                    owners.get(partition)));
        }
        return lines;
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }

    /** The time of the record at each of the places, in milliseconds since the epoch. */
    private Map<TopicPartition, Long> timesOf(Map<TopicPartition, Long> places) {
        Map<TopicPartition, Long> missing = new HashMap<>(places);
        Map<TopicPartition, Long> times = new HashMap<>();
        long begunNanos = System.nanoTime();
        while (!missing.isEmpty() && System.nanoTime() - begunNanos < ANSWER_MAX.toNanos()) {
            reader.assign(missing.keySet());
            missing.forEach(reader::seek);
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL_MAX)) {
                var partition = new TopicPartition(record.topic(), record.partition());
                if (missing.remove(partition) != null) {
                    times.put(partition, record.timestamp());
                }
            }
        }
        return times;
    }

    /** The members of the group by what they decide; a group that has never had a member is not known to the broker. */
    private Map<TopicPartition, String> owners() {
        try {
            Map<TopicPartition, String> owners = new HashMap<>();
            for (ConsumerGroupDescription described : admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                    .values()) {
                described
                        .members()
                        .forEach(member -> member.assignment()
                                .topicPartitions()
                                .forEach(partition -> owners.put(partition, member.clientId() + member.host())));
            }
            return owners;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw new StackException("the broker does not tell of the group", failure);
        } catch (InterruptedException | TimeoutException failure) {
            throw new StackException("the broker does not tell of the group", failure);
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new StackException("the broker does not tell of the lines", failure);
        }
    }
}
