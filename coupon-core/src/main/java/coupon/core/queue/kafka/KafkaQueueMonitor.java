package coupon.core.queue.kafka;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.kafka.TopicReader.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
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

    /** From the first question. What is not counted by then is measured by its offsets. */
    private static final Duration COUNTING_MAX = Duration.ofMillis(2_500);

    private static final int RECORDS_COUNTED_MAX = 500;

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
        return Flux.fromIterable(topics.all()).concatMap(broker::create).then();
    }

    /** Any broker knows whether each partition has a leader: one of several may be away. */
    @Override
    public Mono<Void> check() {
        return partitions()
                .flatMapIterable(partitions -> partitions)
                .filter(partition -> partition.leader() == null)
                .next()
                .flatMap(partition -> Mono.error(
                        new LeaderNotAvailableException("partition " + partition.partition() + " has no leader")));
    }

    @Override
    public Mono<Map<Integer, Long>> committed() {
        return Mono.zip(partitions(), broker.committed(group, topic))
                .flatMap(known -> Flux.fromIterable(known.getT1())
                        .map(TopicPartitionInfo::partition)
                        .flatMap(partition -> Mono.justOrEmpty(known.getT2().get(partition))
                                .switchIfEmpty(
                                        offset(partition, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED))
                                .onErrorResume(silent -> Mono.empty())
                                .map(offset -> Map.entry(partition, offset)))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Mono<GroupLag> lag() {
        return inTime(deadlineNanos -> partitions()
                .flatMapMany(partitions -> Mono.zip(broker.committed(group, topic), broker.members(group))
                        .flatMapMany(known -> Flux.fromIterable(partitions)
                                .flatMapSequential(partition -> measured(
                                        partition,
                                        known.getT1().get(partition.partition()),
                                        known.getT2().get(partition.partition()),
                                        deadlineNanos))))
                .collectList()
                .filter(partitions -> partitions.stream().anyMatch(partition -> partition.lag() != null))
                .map(partitions -> new GroupLag(group, topic, partitions)));
    }

    @Override
    public Mono<Long> queueSize(long couponId) {
        return inTime(deadlineNanos -> partitions().flatMap(partitions -> {
            TopicPartitionInfo partition = partitions.get(partitionOf(couponId, partitions.size()));
            return broker.committed(group, topic)
                    .flatMap(known -> measured(partition, known.get(partition.partition()), null, deadlineNanos))
                    .mapNotNull(PartitionLag::lag);
        }));
    }

    @Override
    public void close() {
        committed.close();
        everything.close();
    }

    private Mono<List<TopicPartitionInfo>> partitions() {
        return broker.topic(topic).map(TopicDescription::partitions);
    }

    /**
     * What waits in a partition; not known if it does not answer. Its end is asked for after what is committed: a request
     * is never counted as decided before it is accepted.
     */
    private Mono<PartitionLag> measured(
            TopicPartitionInfo partition,
            @Nullable Long committed,
            @Nullable MemberDescription member,
            long deadlineNanos) {
        int number = partition.partition();
        String consumerId = member == null ? null : member.consumerId();
        String host = member == null ? null : member.host();
        var unknown = new PartitionLag(number, null, committed, null, consumerId, host, null);
        if (partition.leader() == null) {
            return Mono.just(unknown);
        }
        return Mono.zipDelayError(
                        offset(number, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED),
                        offset(number, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED),
                        offset(number, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED))
                .publishOn(Schedulers.boundedElastic())
                .map(offsets -> {
                    long next = Math.max(offsets.getT1(), committed == null ? 0 : committed);
                    long stable = offsets.getT2();
                    long end = offsets.getT3();
                    Counted waiting = count(this.committed, number, next, stable, RECORDS_COUNTED_MAX, deadlineNanos);
                    // Behind an open transaction nothing is decided: its first record says since when.
                    Instant oldest = waiting.oldest() != null
                            ? waiting.oldest()
                            : count(everything, number, Math.max(next, stable), end, 1, deadlineNanos)
                                    .oldest();
                    long lag = waiting.records() + Math.max(0, end - waiting.reached());
                    return new PartitionLag(number, end, committed, lag, consumerId, host, oldest);
                })
                .onErrorReturn(unknown);
    }

    private static Counted count(
            TopicReader reader, int partition, long from, long end, int recordsMax, long deadlineNanos) {
        if (from >= end) {
            return new Counted(0, null, from);
        }
        List<Instant> acceptedAt = new ArrayList<>();
        Map<Integer, Long> reached = reader.read(
                Map.of(partition, new Range(from, end)),
                Duration.ofNanos(deadlineNanos - System.nanoTime()),
                record -> {
                    acceptedAt.add(Instant.ofEpochMilli(record.timestamp()));
                    return acceptedAt.size() < recordsMax;
                });
        return new Counted(
                acceptedAt.size(),
                acceptedAt.isEmpty() ? null : acceptedAt.get(0),
                reached.getOrDefault(partition, from));
    }

    /**
     * Records of a range.
     *
     * @param oldest when the first of them was accepted; null if there is none
     * @param reached up to which offset they were counted
     */
    private record Counted(long records, @Nullable Instant oldest, long reached) {}

    private Mono<Long> offset(int partition, OffsetSpec which, IsolationLevel level) {
        var options = new ListOffsetsOptions(level).timeoutMs(Math.toIntExact(OFFSETS_MAX.toMillis()));
        return broker.offsets(topic, List.of(partition), which, options).mapNotNull(found -> found.get(partition));
    }

    /** Where a producer adds the coupon's requests. */
    private static int partitionOf(long couponId, int partitionCount) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
    }

    /** @param answer until when records may be counted is given to it; empty if no partition answers */
    private static <T> Mono<T> inTime(LongFunction<Mono<T>> answer) {
        return Mono.defer(() -> answer.apply(System.nanoTime() + COUNTING_MAX.toNanos()))
                .switchIfEmpty(Mono.error(() -> new LeaderNotAvailableException("no partition answers")))
                .timeout(KafkaClientSettings.ANSWER_MAX)
                .onErrorMap(QueueUnavailableException::noAnswer);
    }
}
