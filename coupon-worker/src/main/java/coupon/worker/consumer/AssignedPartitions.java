package coupon.worker.consumer;

import coupon.worker.topic.DeletedRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker decides: where each begins, what of it is committed, and how it is handed over. For
 * the polling thread only.
 *
 * <p>The id of the topic travels in the metadata of each committed offset. An offset that was committed in another topic
 * of the same name means nothing in this one, so the partition is read from its beginning, once; what was decided
 * already keeps its outcome. A later rebalance finds the new id and goes on where the group is.
 */
final class AssignedPartitions implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(AssignedPartitions.class);

    /** A later commit only means that more is redelivered, which is harmless; a commit for each batch is a round trip. */
    static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration COMMIT_MAX = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionDecider.Parts parts;
    private final Supplier<String> topicIdNow;
    private final DeletedRecords deleted;
    private final Map<TopicPartition, PartitionDecider> deciders = new ConcurrentHashMap<>();
    private final Map<TopicPartition, PartitionDecider> predecessors = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private String topicId = "";
    private boolean committing;
    private long lastCommitNanos = System.nanoTime() - COMMIT_INTERVAL.toNanos();

    /** @param topicId of the topic that has the name of the events topic now; empty while it is unknown */
    AssignedPartitions(
            Consumer<byte[], byte[]> consumer,
            PartitionDecider.Parts parts,
            Supplier<String> topicId,
            DeletedRecords deleted) {
        this.consumer = consumer;
        this.parts = parts;
        this.topicIdNow = topicId;
        this.deleted = deleted;
    }

    /** Those that are decided here, in order. For any thread. */
    List<Integer> numbers() {
        return deciders.keySet().stream()
                .map(TopicPartition::partition)
                .sorted()
                .toList();
    }

    /** Whether nothing that was polled waits to be acknowledged. */
    boolean areIdle() {
        return deciders.values().stream().allMatch(PartitionDecider::isIdle);
    }

    /** To be called before each poll: everything that is due, and nothing of it waits while there is nothing new. */
    void tend() {
        beginAgainIfRecreated();
        begin();
        deciders.forEach((partition, decider) -> {
            if (decider.isFull()) {
                consumer.pause(Set.of(partition));
            } else {
                consumer.resume(Set.of(partition));
            }
        });
        commit();
    }

    /** Records of a partition that has not begun here are dropped: they come again when it has. */
    void put(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            PartitionDecider decider = deciders.get(partition);
            if (decider != null) {
                decider.put(polled.records(partition));
            }
        }
    }

    /** The records at the consumer's positions do not exist. Goes on with the first ones that do. */
    void goOnAfterGap(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(positions.keySet(), ANSWER_MAX);
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(positions.keySet(), ANSWER_MAX);
        positions.forEach((partition, position) -> {
            long begin = begins.getOrDefault(partition, 0L);
            if (begin > position) {
                OffsetAndMetadata progress = known.get(partition);
                deleted.compare(partition.partition(), begin, progress == null ? 0 : progress.offset());
                consumer.seek(partition, begin);
            } else {
                forget(partition); // the log ends before the position: it begins as if it were assigned now
            }
        });
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They begin before the next poll, because that asks the broker, and may have to ask again.
    }

    /** Finishes the batches that are being decided, and commits them, so that nothing is done twice. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        handOver(partitions, ANSWER_MAX);
    }

    /** Others decide them by now; finishing a batch all the same is harmless. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(this::forget);
    }

    /** Hands all partitions over. */
    void stop(Duration atMost) {
        handOver(deciders.keySet(), atMost);
    }

    private void handOver(Collection<TopicPartition> partitions, Duration atMost) {
        Map<TopicPartition, PartitionDecider> ending = new HashMap<>(deciders);
        ending.keySet().retainAll(partitions);
        ending.values().forEach(PartitionDecider::stop);
        long endNanos = System.nanoTime() + atMost.toNanos();
        try {
            for (PartitionDecider decider : ending.values()) {
                decider.awaitEnd(Duration.ofNanos(endNanos - System.nanoTime()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(ending);
        try {
            if (!offsets.isEmpty()) {
                parts.metrics().acknowledge(() -> consumer.commitSync(offsets, COMMIT_MAX));
            }
        } catch (RuntimeException failure) {
            log.debug("not committed at the handover, so it is delivered again: {}", offsets, failure);
        }
        ending.keySet().forEach(this::forget);
    }

    private void forget(TopicPartition partition) {
        PartitionDecider decider = deciders.remove(partition);
        committed.remove(partition);
        if (decider != null) {
            decider.stop();
            predecessors.put(partition, decider);
        }
    }

    private void beginAgainIfRecreated() {
        String now = topicIdNow.get();
        if (!topicId.isEmpty() && !topicId.equals(now)) {
            log.info("read from the beginning again: {}", numbers());
            deciders.keySet().forEach(this::forget);
        }
        topicId = now;
    }

    private void begin() {
        Set<TopicPartition> fresh = new HashSet<>(consumer.assignment());
        fresh.removeAll(deciders.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh, ANSWER_MAX);
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh, ANSWER_MAX);
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(fresh, ANSWER_MAX);
        for (TopicPartition partition : fresh) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, begin);
            long offset = firstOffset(partition, known.get(partition), begin, end);
            consumer.seek(partition, offset);
            var decider = new PartitionDecider(partition, offset, parts, predecessors.remove(partition));
            deciders.put(partition, decider);
            decider.start();
        }
    }

    private long firstOffset(TopicPartition partition, @Nullable OffsetAndMetadata known, long begin, long end) {
        if (known == null) {
            deleted.compare(partition.partition(), begin, 0);
            return begin;
        }
        committed.put(partition, known);
        String writtenFor = known.metadata(); // empty if an operator has set the offset: that is taken as it is
        if (!writtenFor.isEmpty() && !topicId.isEmpty() && !writtenFor.equals(topicId)) {
            deleted.topicRecreated(topicId);
            log.info("partition {} is read from the beginning: its offset belongs to another topic", partition);
            return begin;
        }
        deleted.compare(partition.partition(), begin, known.offset());
        return known.offset() < begin || known.offset() > end ? begin : known.offset();
    }

    private void commit() {
        long nowNanos = System.nanoTime();
        if (committing || nowNanos - lastCommitNanos < COMMIT_INTERVAL.toNanos()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(deciders);
        if (offsets.isEmpty()) {
            return;
        }
        committing = true;
        lastCommitNanos = nowNanos;
        consumer.commitAsync(offsets, (done, failure) -> {
            committing = false;
            parts.metrics().acknowledged(System.nanoTime() - nowNanos);
            if (failure == null) {
                committed.putAll(done);
            } else if (!(failure instanceof RetriableException || failure instanceof RebalanceInProgressException)) {
                log.warn("offsets could not be committed, and will be again: {}", failure.toString());
            }
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted(Map<TopicPartition, PartitionDecider> those) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        those.forEach((partition, decider) -> {
            long offset = decider.isIdle() ? position(partition, decider) : decider.acknowledged();
            offsets.put(partition, new OffsetAndMetadata(offset, topicId));
        });
        offsets.entrySet().removeAll(committed.entrySet());
        return offsets;
    }

    /** Beyond the markers and holes that follow the last record, or they would count as requests that wait. */
    private long position(TopicPartition partition, PartitionDecider decider) {
        try {
            return Math.max(decider.acknowledged(), consumer.position(partition, Duration.ZERO));
        } catch (RuntimeException unknown) {
            return decider.acknowledged();
        }
    }
}
