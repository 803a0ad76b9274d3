package coupon.worker.topic;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What the monitor asks the broker. Each question waits for its response, a few seconds at most. */
record TopicQuestions(Admin admin) {
    private static final int ANSWER_MAX_SECONDS = 4;

    /** Those of the topics that exist, by name. */
    Map<String, TopicDescription> describe(Collection<String> topics) throws Exception {
        Map<String, TopicDescription> found = new HashMap<>();
        for (var answer : admin.describeTopics(topics).topicNameValues().entrySet()) {
            TopicDescription topic = awaitUnless(UnknownTopicOrPartitionException.class, answer.getValue());
            if (topic != null) {
                found.put(answer.getKey(), topic);
            }
        }
        return found;
    }

    /** By partition. The end of what a reader of committed records gets is the beginning of the first open transaction. */
    Map<Integer, Long> offsets(TopicDescription topic, OffsetSpec which, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        topic.partitions()
                .forEach(partition -> questions.put(new TopicPartition(topic.name(), partition.partition()), which));
        Map<Integer, Long> offsets = new HashMap<>();
        await(admin.listOffsets(questions, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
        return offsets;
    }

    /** Of the partitions in which the group has an offset. */
    Map<Integer, Long> committed(String group, String topic) throws Exception {
        Map<Integer, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (partition.topic().equals(topic) && offset != null) {
                        committed.put(partition.partition(), offset.offset());
                    }
                });
        return committed;
    }

    /** In which partitions and limits the topics differ from how they would be created, in words. */
    List<String> differences(Collection<NewTopic> expected, Map<String, TopicDescription> found) throws Exception {
        List<String> differences = new ArrayList<>();
        for (NewTopic topic : expected) {
            TopicDescription actual = found.get(topic.name());
            if (actual != null && topic.numPartitions() != actual.partitions().size()) {
                differences.add(topic.name() + " has " + actual.partitions().size() + " partitions, configured are "
                        + topic.numPartitions());
            }
            Config settings = actual == null ? null : settings(topic.name());
            if (settings != null && topic.configs() != null) {
                topic.configs().forEach((name, value) -> {
                    var entry = settings.get(name);
                    if (entry != null && !value.equals(entry.value())) {
                        differences.add(
                                topic.name() + " has " + name + "=" + entry.value() + ", configured is " + value);
                    }
                });
            }
        }
        return differences;
    }

    /** Null for a worker that may use the topic, but not ask for its settings. */
    private @Nullable Config settings(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return awaitUnless(
                AuthorizationException.class,
                requireNonNull(admin.describeConfigs(List.of(resource)).values().get(resource)));
    }

    private static <T> @Nullable T awaitUnless(Class<? extends Exception> expected, KafkaFuture<T> answer)
            throws Exception {
        try {
            return await(answer);
        } catch (ExecutionException failure) {
            if (expected.isInstance(failure.getCause())) {
                return null;
            }
            throw failure;
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws Exception {
        return answer.get(ANSWER_MAX_SECONDS, TimeUnit.SECONDS);
    }
}
