package coupon.worker.health;

import coupon.worker.guard.EventsTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a worker wants to know of its topics.
 *
 * @param events the line of people
 * @param others that must be there as well
 * @param group whose progress in the line is asked for
 */
public record TopicsQuestion(String events, List<String> others, String group) {
    private static final int ANSWER_MAX_SECONDS = 4;

    /** Waits for the answers. */
    TopicsAnswer ask(Admin admin) throws Exception {
        Map<String, TopicDescription> found = new HashMap<>();
        Set<String> missing = new TreeSet<>();
        List<String> topics = new ArrayList<>(others);
        topics.add(events);
        for (var answer : admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                found.put(answer.getKey(), await(answer.getValue()));
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure;
                }
                missing.add(answer.getKey());
            }
        }
        TopicDescription line = found.get(events);
        return new TopicsAnswer(missing, line == null ? null : eventsTopic(admin, line));
    }

    private EventsTopic eventsTopic(Admin admin, TopicDescription line) throws Exception {
        Map<TopicPartition, OffsetSpec> begins = new HashMap<>();
        for (TopicPartitionInfo partition : line.partitions()) {
            begins.put(new TopicPartition(events, partition.partition()), OffsetSpec.earliest());
        }
        Map<Integer, Long> beginOffsets = new HashMap<>();
        await(admin.listOffsets(begins).all())
                .forEach((partition, begin) -> beginOffsets.put(partition.partition(), begin.offset()));
        Map<Integer, Long> committedOffsets = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (partition.topic().equals(events) && committed != null) {
                        committedOffsets.put(partition.partition(), committed.offset());
                    }
                });
        return new EventsTopic(line.topicId(), beginOffsets, committedOffsets);
    }

    private static <T> T await(KafkaFuture<T> answer) throws Exception {
        return answer.get(ANSWER_MAX_SECONDS, TimeUnit.SECONDS);
    }
}
