package coupon.core.queue.kafka;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.GroupLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.kafka.TopicReader.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Utils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The events topic and its consumer group, seen from outside.
 *
 * <p>What is between two offsets need not be requests: transaction markers, records of aborted transactions and holes
 * take offsets too, and a group that has decided everything stands before the marker that ends the topic. So the records
 * behind the committed offset are read and counted, as far as that is cheap; beyond that, offsets are counted.
 */
public final class KafkaQueueMonitor implements QueueMonitor, AutoCloseable {
    private static final Duration OFFSETS_MAX = Duration.ofMillis(900);
    private static final Duration READ_MAX = Duration.ofMillis(900);

    private final KafkaAdminConnection broker;
    private final TopicReader committed;
    private final TopicReader everything;
    private final CouponTopics topics;
    private final String topic;
    private final String group;

    /** @param configuredConsumer of the application: how to reach the broker */
    public KafkaQueueMonitor(
            KafkaAdminConnection broker, Map<String, Object> configuredConsumer, CouponTopics topics, String group) {
        this.broker = broker;
        this.committed = new TopicReader(configuredConsumer, topics.couponIssue());
        this.everything = new TopicReader(configuredConsumer, topics.couponIssue(), TopicReader.UNCOMMITTED_TOO);
        this.topics = topics;
        this.topic = topics.couponIssue();
        this.group = group;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.fromIterable(topics.all()).concatMap(this::create).then();
    }

    /** Any broker knows whether each partition has a leader: one of several may be away. */
    @Override
    public Mono<Void> check() {
        return partitions().doOnNext(KafkaQueueMonitor::requireLeaders).then();
    }

    @Override
    public Mono<Map<Integer, Long>> committed() {
        return Mono.zip(partitions(), groupOffsets()).flatMap(both -> {
            Map<Integer, Long> committed = both.getT2();
            List<Integer> untouched = both.getT1().stream()
                    .map(TopicPartitionInfo::partition)
                    .filter(partition -> !committed.containsKey(partition))
                    .toList();
            return untouched.isEmpty()
                    ? Mono.just(committed)
                    : offsets(untouched, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED)
                            .map(begins -> {
                                begins.putAll(committed);
                                return begins;
                            });
        });
    }

    @Override
    public Mono<GroupLag> lag() {
        return inTime(partitions()
                .flatMap(partitions -> Mono.zip(measured(partitions), members()))
                .map(both -> new GroupLag(
                        group,
                        topic,
                        both.getT1().stream()
                                .map(measured -> measured.lag(both.getT2().get(measured.partition())))
                                .toList())));
    }

    @Override
    public Mono<Long> queueSize(long couponId) {
        return inTime(partitions()
                .map(partitions -> partitions.get(partitionOf(couponId, partitions.size())))
                .flatMap(partition -> measured(List.of(partition)))
                .map(measured -> measured.get(0))
                .filter(PartitionMeasure::isKnown)
                .map(PartitionMeasure::waiting)
                .switchIfEmpty(Mono.error(() -> new LeaderNotAvailableException("the partition does not answer"))));
    }

    @Override
    public void close() {
        committed.close();
        everything.close();
    }

    private Mono<Void> create(NewTopic missing) {
        return broker.<Void>ask(
                        admin -> admin.createTopics(List.of(missing)).all().toCompletionStage())
                .onErrorResume(TopicExistsException.class, exists -> Mono.empty());
    }

    private Mono<List<TopicPartitionInfo>> partitions() {
        return broker.ask(admin ->
                        admin.describeTopics(List.of(topic)).allTopicNames().toCompletionStage())
                .map(described -> described.values().iterator().next().partitions());
    }

    private static void requireLeaders(List<TopicPartitionInfo> partitions) {
        for (TopicPartitionInfo partition : partitions) {
            if (partition.leader() == null) {
                throw new LeaderNotAvailableException("partition " + partition.partition() + " has no leader");
            }
        }
    }

    private Mono<List<PartitionMeasure>> measured(List<TopicPartitionInfo> partitions) {
        List<Integer> led = partitions.stream()
                .filter(partition -> partition.leader() != null)
                .map(TopicPartitionInfo::partition)
                .toList();
        // The ends are read after what is committed: a request is never counted as decided before it is accepted.
        return Mono.zip(
                        offsets(led, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED),
                        groupOffsets()
                                .flatMap(committed -> Mono.zip(
                                        Mono.just(committed),
                                        offsets(led, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED),
                                        offsets(led, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED))))
                .map(known -> partitions.stream()
                        .map(partition -> new PartitionMeasure(
                                partition.partition(),
                                known.getT1().get(partition.partition()),
                                known.getT2().getT1().get(partition.partition()),
                                known.getT2().getT2().get(partition.partition()),
                                known.getT2().getT3().get(partition.partition())))
                        .toList())
                .flatMap(measured ->
                        Mono.fromCallable(() -> counted(measured)).subscribeOn(Schedulers.boundedElastic()));
    }

    private List<PartitionMeasure> counted(List<PartitionMeasure> partitions) {
        Map<Integer, PartitionMeasure> byNumber = new HashMap<>();
        partitions.forEach(partition -> byNumber.put(partition.partition(), partition));
        read(
                        committed,
                        ranges(partitions, PartitionMeasure::decidable),
                        record ->
                                requireNonNull(byNumber.get(record.partition())).count(acceptedAt(record)))
                .forEach((partition, reached) ->
                        requireNonNull(byNumber.get(partition)).reached(reached));
        // Behind an open transaction nothing is decided: its first record says since when.
        read(everything, ranges(partitions, PartitionMeasure::held), record -> {
            requireNonNull(byNumber.get(record.partition())).heldSince(acceptedAt(record));
            return false;
        });
        return partitions;
    }

    private static Map<Integer, Long> read(
            TopicReader reader, Map<Integer, Range> ranges, Predicate<ConsumerRecord<byte[], byte[]>> records) {
        return ranges.isEmpty() ? Map.of() : reader.read(ranges, READ_MAX, records);
    }

    private static Map<Integer, Range> ranges(
            List<PartitionMeasure> partitions, Function<PartitionMeasure, Range> part) {
        Map<Integer, Range> ranges = new HashMap<>();
        for (PartitionMeasure partition : partitions) {
            Range range = part.apply(partition);
            if (range.from() < range.end()) {
                ranges.put(partition.partition(), range);
            }
        }
        return ranges;
    }

    private static Instant acceptedAt(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    private Mono<Map<Integer, Long>> groupOffsets() {
        return broker.<Map<TopicPartition, OffsetAndMetadata>>ask(admin -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage())
                .map(all -> {
                    Map<Integer, Long> committed = new HashMap<>();
                    all.forEach((partition, offset) -> {
                        if (offset != null && partition.topic().equals(topic)) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
                    return committed;
                });
    }

    /** Of the partitions that answer; fails if none does. */
    private Mono<Map<Integer, Long>> offsets(Collection<Integer> partitions, OffsetSpec which, IsolationLevel level) {
        if (partitions.isEmpty()) {
            return Mono.just(Map.of());
        }
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(new TopicPartition(topic, partition), which));
        var options = new ListOffsetsOptions(level).timeoutMs(Math.toIntExact(OFFSETS_MAX.toMillis()));
        return broker.ask(admin -> eachThatAnswers(admin.listOffsets(wanted, options), wanted.keySet()));
    }

    private static CompletableFuture<Map<Integer, Long>> eachThatAnswers(
            ListOffsetsResult result, Collection<TopicPartition> partitions) {
        Map<Integer, CompletableFuture<Long>> answers = new HashMap<>();
        partitions.forEach(partition -> answers.put(
                partition.partition(),
                result.partitionResult(partition)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset)));
        CompletableFuture<?>[] all = answers.values().toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).handle((done, failure) -> {
            Map<Integer, Long> offsets = new HashMap<>();
            answers.forEach((partition, answer) -> {
                if (!answer.isCompletedExceptionally()) {
                    offsets.put(partition, answer.join());
                }
            });
            if (offsets.isEmpty() && failure != null) {
                throw new org.apache.kafka.common.KafkaException("no partition answers", failure);
            }
            return offsets;
        });
    }

    /** By partition; a group that has never had a member has none. */
    private Mono<Map<Integer, MemberDescription>> members() {
        return broker.ask(admin ->
                        admin.describeConsumerGroups(List.of(group)).all().toCompletionStage())
                .map(described -> {
                    Map<Integer, MemberDescription> members = new HashMap<>();
                    described
                            .values()
                            .iterator()
                            .next()
                            .members()
                            .forEach(member -> member.assignment()
                                    .topicPartitions()
                                    .forEach(partition -> members.put(partition.partition(), member)));
                    return members;
                })
                .onErrorResume(GroupIdNotFoundException.class, none -> Mono.just(Map.of()));
    }

    /** Where a producer adds the coupon's requests. */
    private static int partitionOf(long couponId, int partitionCount) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
    }

    private static <T> Mono<T> inTime(Mono<T> answer) {
        return answer.timeout(KafkaClientSettings.ANSWER_MAX)
                .onErrorMap(failure -> new QueueUnavailableException("the queue does not answer", failure));
    }
}
