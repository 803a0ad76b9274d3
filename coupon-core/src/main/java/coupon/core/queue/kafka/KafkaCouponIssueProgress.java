package coupon.core.queue.kafka;

import coupon.core.queue.CouponIssueProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Mono;

/**
 * The offsets that the consumer group has committed: what is before them is decided and published. Where it has
 * committed none, it will begin with the oldest record there is.
 */
public final class KafkaCouponIssueProgress implements CouponIssueProgress {
    private final KafkaAdminConnection broker;
    private final String topic;
    private final String group;

    public KafkaCouponIssueProgress(KafkaAdminConnection broker, CouponTopics topics, String group) {
        this.broker = broker;
        this.topic = topics.couponIssue();
        this.group = group;
    }

    @Override
    public Mono<Map<Integer, Long>> firstUndecided() {
        return lines().flatMap(lines -> committed().flatMap(committed -> firstUndecided(lines, committed)));
    }

    private Mono<List<TopicPartition>> lines() {
        return broker.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .map(described -> described.values().iterator().next().partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList());
    }

    private Mono<Map<TopicPartition, OffsetAndMetadata>> committed() {
        return broker.ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    private Mono<Map<Integer, Long>> firstUndecided(
            List<TopicPartition> lines, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<Integer, Long> known = new HashMap<>();
        committed.forEach((line, offset) -> {
            if (offset != null && line.topic().equals(topic)) {
                known.put(line.partition(), offset.offset());
            }
        });
        List<TopicPartition> untouched = lines.stream()
                .filter(line -> !known.containsKey(line.partition()))
                .toList();
        return untouched.isEmpty()
                ? Mono.just(known)
                : oldest(untouched).map(oldest -> {
                    oldest.forEach((line, info) -> known.put(line.partition(), info.offset()));
                    return known;
                });
    }

    private Mono<Map<TopicPartition, ListOffsetsResultInfo>> oldest(List<TopicPartition> lines) {
        Map<TopicPartition, OffsetSpec> wanted =
                lines.stream().collect(Collectors.toMap(line -> line, line -> OffsetSpec.earliest()));
        return broker.ask(admin -> admin.listOffsets(wanted).all());
    }
}
