package coupon.worker.consumer;

import static java.util.Objects.requireNonNullElse;

import coupon.worker.topic.DeletedRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker decides: where each begins, and how it is handed over. For the polling thread only.
 *
 * <p>The id of the topic travels in the metadata of each committed offset. An offset that was committed in another topic
 * of the same name means nothing in this one, so the partition is read from its beginning, once; what was decided
 * already keeps its outcome. A later rebalance finds the new id and goes on where the group is.
 */
final class AssignedPartitions implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(AssignedPartitions.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final OffsetAndMetadata NOTHING_COMMITTED = new OffsetAndMetadata(0);

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionDecider.Parts parts;
    private final Supplier<String> topicIdNow;
    private final DeletedRecords deleted;
    private final CommittedOffsets offsets;
    private final Map<TopicPartition, Inbox> inboxes = new ConcurrentHashMap<>();

    /** Closed ones, whose deciders may not have ended yet. */
    private final Map<TopicPartition, Inbox> predecessors = new HashMap<>();

    private String topicId;

    /** @param topicId of the topic that has the name of the events topic now */
    AssignedPartitions(
            Consumer<byte[], byte[]> consumer,
            PartitionDecider.Parts parts,
            Supplier<String> topicId,
            DeletedRecords deleted) {
        this.consumer = consumer;
        this.parts = parts;
        this.topicIdNow = topicId;
        this.deleted = deleted;
        this.offsets = new CommittedOffsets(consumer, parts.metrics());
        this.topicId = topicId.get();
    }

    /** Those that are decided here, in order. For any thread. */
    List<Integer> numbers() {
        return inboxes.keySet().stream().map(TopicPartition::partition).sorted().toList();
    }

    /** Whether nothing that was polled waits to be acknowledged. */
    boolean areIdle() {
        return inboxes.values().stream().allMatch(Inbox::isIdle);
    }

    /** To be called before each poll: everything that is due, and nothing of it waits while there is nothing new. */
    void tend() {
        beginAgainIfRecreated();
        begin();
        inboxes.forEach((partition, inbox) -> {
            if (inbox.isFull()) {
                consumer.pause(Set.of(partition));
            } else {
                consumer.resume(Set.of(partition));
            }
        });
        offsets.commitAsync(inboxes, topicId);
    }

    /** Records of a partition that has not begun here are dropped: they come again when it has. */
    void put(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            Inbox inbox = inboxes.get(partition);
            if (inbox != null) {
                inbox.put(polled.records(partition));
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
                OffsetAndMetadata committed = requireNonNullElse(known.get(partition), NOTHING_COMMITTED);
                deleted.compare(partition.partition(), begin, committed.offset());
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
        handOver(inboxes.keySet(), atMost);
    }

    private void handOver(Collection<TopicPartition> partitions, Duration atMost) {
        Map<TopicPartition, Inbox> ending = new HashMap<>(inboxes);
        ending.keySet().retainAll(partitions);
        ending.values().forEach(Inbox::close);
        long endNanos = System.nanoTime() + atMost.toNanos();
        try {
            for (Inbox inbox : ending.values()) {
                inbox.deciderEnded().await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        offsets.commitSync(ending, topicId);
        ending.keySet().forEach(this::forget);
    }

    private void forget(TopicPartition partition) {
        Inbox inbox = inboxes.remove(partition);
        if (inbox != null) {
            inbox.close();
            predecessors.put(partition, inbox);
        }
    }

    private void beginAgainIfRecreated() {
        String now = topicIdNow.get();
        if (!now.equals(topicId)) {
            log.info("read from the beginning again: {}", numbers());
            inboxes.keySet().forEach(this::forget);
            topicId = now;
        }
    }

    private void begin() {
        Set<TopicPartition> fresh = new HashSet<>(consumer.assignment());
        fresh.removeAll(inboxes.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh, ANSWER_MAX);
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh, ANSWER_MAX);
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(fresh, ANSWER_MAX);
        for (TopicPartition partition : fresh) {
            long begin = begins.getOrDefault(partition, 0L);
            OffsetAndMetadata committed = requireNonNullElse(known.get(partition), NOTHING_COMMITTED);
            long offset = firstOffset(partition, committed, begin, ends.getOrDefault(partition, begin));
            consumer.seek(partition, offset);
            var inbox = new Inbox(parts.batchRecordsMax(), offset, committed);
            inboxes.put(partition, inbox);
            new PartitionDecider(inbox, predecessors.remove(partition), parts).start(partition.partition());
        }
    }

    private long firstOffset(TopicPartition partition, OffsetAndMetadata committed, long begin, long end) {
        String writtenFor = committed.metadata(); // empty if an operator has set the offset: that is taken as it is
        if (!writtenFor.isEmpty() && !writtenFor.equals(topicId)) {
            deleted.topicRecreated(topicId);
            log.info("partition {} is read from the beginning: its offset belongs to another topic", partition);
            return begin;
        }
        deleted.compare(partition.partition(), begin, committed.offset());
        return committed.offset() < begin || committed.offset() > end ? begin : committed.offset();
    }
}
