package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what is acknowledged, each offset with the id of its topic. For the polling thread only. */
final class CommittedOffsets {
    private static final Logger log = LoggerFactory.getLogger(CommittedOffsets.class);

    /** A later commit only means that more is redelivered, which is harmless; a commit for each batch is a round trip. */
    static final Duration INTERVAL = Duration.ofMillis(100);

    private static final Duration COMMIT_MAX = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final BatchMetrics metrics;
    private boolean committing;
    private long lastCommitNanos = System.nanoTime() - INTERVAL.toNanos();

    CommittedOffsets(Consumer<byte[], byte[]> consumer, BatchMetrics metrics) {
        this.consumer = consumer;
        this.metrics = metrics;
    }

    /** At most every {@link #INTERVAL}. Does not wait: what could not be committed will be the next time. */
    void commitAsync(Map<TopicPartition, Inbox> partitions, String topicId) {
        long nowNanos = System.nanoTime();
        if (committing || nowNanos - lastCommitNanos < INTERVAL.toNanos()) {
            return;
        }
        Map<TopicPartition, Inbox> inboxes = Map.copyOf(partitions);
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(inboxes, topicId);
        if (offsets.isEmpty()) {
            return;
        }
        committing = true;
        lastCommitNanos = nowNanos;
        consumer.commitAsync(offsets, (done, failure) -> {
            committing = false;
            metrics.acknowledged(System.nanoTime() - nowNanos);
            if (failure == null) {
                done.forEach((partition, offset) ->
                        requireNonNull(inboxes.get(partition)).setCommitted(offset));
            } else if (!(failure instanceof RetriableException || failure instanceof RebalanceInProgressException)) {
                log.warn("offsets could not be committed, and will be again: {}", failure.toString());
            }
        });
    }

    /** Before the partitions are handed over. */
    void commitSync(Map<TopicPartition, Inbox> inboxes, String topicId) {
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(inboxes, topicId);
        try {
            if (!offsets.isEmpty()) {
                metrics.acknowledge(() -> consumer.commitSync(offsets, COMMIT_MAX));
            }
        } catch (RuntimeException failure) {
            log.debug("not committed at the handover, so it is delivered again: {}", offsets, failure);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted(Map<TopicPartition, Inbox> inboxes, String topicId) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        inboxes.forEach((partition, inbox) -> {
            long offset = inbox.isIdle() ? position(partition, inbox) : inbox.acknowledged();
            var reached = new OffsetAndMetadata(offset, topicId);
            if (!reached.equals(inbox.committed())) {
                offsets.put(partition, reached);
            }
        });
        return offsets;
    }

    /** Beyond the markers and holes that follow the last record, or they would count as requests that wait. */
    private long position(TopicPartition partition, Inbox inbox) {
        try {
            return Math.max(inbox.acknowledged(), consumer.position(partition, Duration.ZERO));
        } catch (RuntimeException unknown) {
            return inbox.acknowledged();
        }
    }
}
