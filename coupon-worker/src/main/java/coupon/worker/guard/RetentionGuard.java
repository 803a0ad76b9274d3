package coupon.worker.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that records of the events topic are gone which the group had not decided: a partition begins beyond what is
 * committed. Decisions go on with what is left.
 *
 * <p>Counted are offsets, so it is at most as many: a batch that is being decided meanwhile is not committed yet, and a
 * group that has never committed in a partition is taken for one that has decided nothing there. Every worker looks at
 * all partitions, so the counters of several are not to be added up.
 */
public final class RetentionGuard {
    private static final Logger log = LoggerFactory.getLogger(RetentionGuard.class);

    private final Conditions conditions;
    private final Counter deleted;
    private final Map<Integer, Long> toldUpTo = new TreeMap<>();
    private final Map<Integer, Long> lost = new TreeMap<>();
    private @Nullable Uuid topicId;

    public RetentionGuard(Conditions conditions, MeterRegistry registry) {
        this.conditions = conditions;
        deleted = Counter.builder("coupon.guard.undecided.deleted")
                .description("Records of the events topic that were deleted undecided, at most")
                .register(registry);
    }

    public synchronized void seen(EventsTopic topic) {
        if (topicId != null && !topicId.equals(topic.id())) {
            toldUpTo.clear(); // its offsets are another log's
        }
        topicId = topic.id();
        topic.beginOffsets()
                .forEach((partition, begin) ->
                        compare(partition, begin, topic.committedOffsets().getOrDefault(partition, 0L)));
    }

    /** As {@link EventsTopic} has them: the begin was asked for first. */
    public synchronized void compare(int partition, long begin, long committed) {
        long known = Math.max(committed, toldUpTo.getOrDefault(partition, 0L));
        if (begin > known) {
            deleted.increment(begin - known);
            lost.merge(partition, begin - known, Long::sum);
            toldUpTo.put(partition, begin);
            conditions.found(
                    Condition.UNDECIDED_RECORDS_DELETED,
                    "records of the events topic were deleted before they were decided, by partition at most " + lost
                            + "; nobody will decide them");
        } else if (committed >= begin && toldUpTo.remove(partition) != null) {
            log.info("partition {} is decided again after what was deleted, up to offset {}", partition, committed);
        }
    }
}
