package coupon.worker.consumer;

import coupon.worker.guard.Condition;
import coupon.worker.guard.Conditions;
import coupon.worker.guard.EventsTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Begins again when the event topic has been deleted and made anew.
 *
 * <p>A consumer does not notice, under either group protocol: it goes on at its old offset in the new log, and whoever
 * stands before that offset would never be decided. So this worker reads each of its partitions from the beginning,
 * once; what was decided already stays as it is.
 */
public final class LineWatch implements BatchInterceptor<byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(LineWatch.class);

    private final Conditions conditions;
    private @Nullable Uuid topicId;

    /** Those that have been sent back to their beginning since the topic was made anew; null if it never was. */
    private volatile @Nullable Set<TopicPartition> begunAgain;

    public LineWatch(Conditions conditions) {
        this.conditions = conditions;
    }

    /** To be told every other second, by one thread, which topic it is that has the name now. */
    public void seen(EventsTopic topic) {
        if (topicId != null && !topicId.equals(topic.id())) {
            conditions.found(
                    Condition.EVENTS_TOPIC_RECREATED,
                    "the events topic was deleted and made anew (now " + topic.id()
                            + "): all of it is read from the beginning; what stood undecided in the former one is lost");
            begunAgain = ConcurrentHashMap.newKeySet();
        }
        topicId = topic.id();
    }

    /** Drops a batch that came from the middle of a new log, so that it comes again in its order. */
    @Override
    public @Nullable ConsumerRecords<byte[], byte[]> intercept(
            ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> done = begunAgain;
        if (done == null || done.containsAll(batch.partitions())) {
            return batch;
        }
        for (TopicPartition partition : batch.partitions()) {
            consumer.seek(partition, batch.records(partition).get(0).offset());
        }
        beginAgain(batch.partitions(), done, consumer);
        return null;
    }

    @EventListener
    public void onIdle(ListenerContainerIdleEvent idle) {
        Set<TopicPartition> done = begunAgain;
        if (done != null) {
            beginAgain(idle.getConsumer().assignment(), done, idle.getConsumer());
        }
    }

    private static void beginAgain(
            Collection<TopicPartition> partitions, Set<TopicPartition> done, Consumer<?, ?> consumer) {
        List<TopicPartition> rest = partitions.stream()
                .filter(partition -> !done.contains(partition))
                .toList();
        if (rest.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> begins = new HashMap<>();
        consumer.beginningOffsets(rest).forEach((partition, offset) -> {
            consumer.seek(partition, offset);
            begins.put(partition, new OffsetAndMetadata(offset));
        });
        // Or a worker that takes over now would begin at the old offset, and not know.
        consumer.commitSync(begins);
        done.addAll(rest);
        log.info("read from the beginning again: {}", begins.keySet());
    }
}
