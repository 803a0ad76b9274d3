package coupon.core.queue.kafka;

import static java.util.stream.Collectors.toMap;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The consumer group's lag, as Kafka's own tool computes it. */
public final class KafkaCouponIssueLag implements CouponIssueLag {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final KafkaAdminConnection broker;
    private final String topic;
    private final String group;

    public KafkaCouponIssueLag(KafkaAdminConnection broker, CouponTopics topics, String group) {
        this.broker = broker;
        this.topic = topics.couponIssue();
        this.group = group;
    }

    @Override
    public Mono<GroupLag> lag() {
        return inTime(lines().flatMap(lines -> Mono.zip(offsets(lines), members())
                .map(both -> new GroupLag(
                        group,
                        topic,
                        lines.stream()
                                .map(line -> both.getT1().lag(line, both.getT2().get(line)))
                                .toList()))));
    }

    @Override
    public Mono<Long> queueSize(long couponId) {
        return inTime(lines().map(lines -> lineOf(couponId, lines))
                .flatMap(line -> offsets(List.of(line))
                        .map(offsets -> offsets.lag(line, null).lag())));
    }

    private Mono<List<TopicPartition>> lines() {
        return broker.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .map(described ->
                        described.values().iterator().next().partitions().size())
                .map(count -> IntStream.range(0, count)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList());
    }

    private Mono<Offsets> offsets(Collection<TopicPartition> lines) {
        Mono<Map<TopicPartition, OffsetAndMetadata>> committed =
                broker.ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return Mono.zip(
                        offsets(lines, OffsetSpec.earliest()),
                        // Read before the ends: a request is never counted as decided before it is accepted.
                        committed.flatMap(
                                known -> offsets(lines, OffsetSpec.latest()).map(ends -> Map.entry(known, ends))))
                .map(all -> new Offsets(
                        all.getT1(), all.getT2().getKey(), all.getT2().getValue()));
    }

    private Mono<Map<TopicPartition, Long>> offsets(Collection<TopicPartition> lines, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = lines.stream().collect(toMap(line -> line, line -> which));
        return broker.<Map<TopicPartition, ListOffsetsResultInfo>>ask(
                        admin -> admin.listOffsets(wanted).all())
                .map(found -> found.entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, entry -> entry.getValue().offset())));
    }

    /** Those who have a line; a group that has never had a member has none. */
    private Mono<Map<TopicPartition, MemberDescription>> members() {
        return broker.ask(admin -> admin.describeConsumerGroups(List.of(group)).all())
                .map(described -> byLine(described.values().iterator().next().members()))
                .onErrorResume(GroupIdNotFoundException.class, none -> Mono.just(Map.of()));
    }

    private static Map<TopicPartition, MemberDescription> byLine(Collection<MemberDescription> members) {
        Map<TopicPartition, MemberDescription> byLine = new HashMap<>();
        members.forEach(member -> member.assignment().topicPartitions().forEach(line -> byLine.put(line, member)));
        return byLine;
    }

    /** Where a producer puts the coupon's key. */
    private static TopicPartition lineOf(long couponId, List<TopicPartition> lines) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return lines.get(Utils.toPositive(Utils.murmur2(key)) % lines.size());
    }

    private static <T> Mono<T> inTime(Mono<T> answer) {
        return answer.timeout(ANSWER_MAX)
                .onErrorMap(failure -> new QueueUnavailableException("the queue does not answer", failure));
    }

    private record Offsets(
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        PartitionLag lag(TopicPartition line, @Nullable MemberDescription member) {
            OffsetAndMetadata known = committed.get(line);
            long begin = begins.getOrDefault(line, 0L);
            long end = ends.getOrDefault(line, begin);
            long next = known == null ? begin : Math.max(known.offset(), begin);
            return new PartitionLag(
                    line.partition(),
                    end,
                    known == null ? null : known.offset(),
                    Math.max(0, end - next),
                    member == null ? null : member.consumerId(),
                    member == null ? null : member.host());
        }
    }
}
