package coupon.core.testing;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.TopicReader;
import coupon.core.queue.kafka.TopicReader.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;

/** The product's topics under names of one test's own, and a look into them. */
public record TestTopics(String bootstrapServers, CouponTopics names) {
    private static final Duration READ_MAX = Duration.ofSeconds(60);

    /** Makes the topics on that broker. */
    public static TestTopics create(String bootstrapServers) {
        String prefix = "t-" + UUID.randomUUID();
        var names =
                new CouponTopics(prefix + "-events", prefix + "-results", prefix + "-dlt", prefix + "-warm-up", 3, 1);
        var topics = new TestTopics(bootstrapServers, names);
        try (Admin admin = topics.admin()) {
            await(admin.createTopics(names.all()).all());
            // Created is not yet known: a broker answers from its metadata, which follows.
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> await(admin.describeTopics(names.all().stream()
                                            .map(NewTopic::name)
                                            .toList())
                                    .allTopicNames())
                            .values()
                            .stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.leader() != null));
        }
        return topics;
    }

    /** Reads a topic from its beginning when it has that many records, in the order of each partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        return Awaitility.await().atMost(READ_MAX).until(() -> readAll(topic), records -> records.size() >= count);
    }

    /** Everything that is in a topic now, in the order of each partition; offsets need not be records. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        readOn(topic, new HashMap<>(), records::add);
        return records;
    }

    /**
     * As {@link #readAll}, one by one, and only what was not read before.
     *
     * @param reached the offset in each partition; empty before the first time
     */
    public void readOn(String topic, Map<Integer, Long> reached, Consumer<ConsumerRecord<byte[], byte[]>> records) {
        try (TopicReader reader = reader(topic)) {
            Map<Integer, Range> ranges = reader.ranges();
            ranges.replaceAll(
                    (partition, range) -> new Range(reached.getOrDefault(partition, range.from()), range.end()));
            reached.putAll(reader.read(ranges, READ_MAX, record -> {
                records.accept(record);
                return true;
            }));
            ranges.forEach((partition, range) -> {
                if (reached.getOrDefault(partition, 0L) < range.end()) {
                    throw new IllegalStateException(topic + " could not be read to its end");
                }
            });
        }
    }

    /** Where the group will go on in the events, by partition; 0 where it has never committed. */
    public List<Long> committedOffsets(String group) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return IntStream.range(0, partitions(names.couponIssue()))
                    .mapToObj(partition -> committed.get(new TopicPartition(names.couponIssue(), partition)))
                    .map(offset -> offset == null ? 0L : offset.offset())
                    .toList();
        }
    }

    /** The client id of the group's member that has the partition; waits until one has. */
    public String ownerOf(String group, TopicPartition partition) {
        try (Admin admin = admin()) {
            return Awaitility.await()
                    .until(
                            () -> await(admin.describeConsumerGroups(List.of(group))
                                            .all())
                                    .values()
                                    .stream()
                                    .flatMap(described -> described.members().stream())
                                    .filter(member -> member.assignment()
                                            .topicPartitions()
                                            .contains(partition))
                                    .map(MemberDescription::clientId)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    /** By partition. */
    public List<Long> endOffsets(String topic) {
        try (TopicReader reader = reader(topic)) {
            return new TreeMap<>(reader.ranges())
                    .values().stream().map(Range::end).toList();
        }
    }

    public int partitions(String topic) {
        return endOffsets(topic).size();
    }

    /** The caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Makes the topic one that existed before, with the broker's usual limits. */
    public void withoutLimits(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<String> limits = List.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicConfig.COMPRESSION_TYPE_CONFIG);
        try (Admin admin = admin()) {
            await(admin.incrementalAlterConfigs(Map.of(
                            resource,
                            limits.stream()
                                    .map(name ->
                                            new AlterConfigOp(new ConfigEntry(name, ""), AlterConfigOp.OpType.DELETE))
                                    .toList()))
                    .all());
            // The broker takes it over after it has answered.
            Awaitility.await()
                    .until(() -> await(admin.describeConfigs(List.of(resource)).all()).values().stream()
                            .flatMap(settings -> settings.entries().stream())
                            .filter(setting -> limits.contains(setting.name()))
                            .noneMatch(setting -> setting.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG));
        }
    }

    private TopicReader reader(String topic) {
        return new TopicReader(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                topic,
                Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000));
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
