package coupon.worker.topic;

import coupon.worker.topic.TopicAlerts.Alert;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a partition of the events topic begins beyond what is committed, or that the topic is another one: records
 * are deleted that the group had not decided. Decisions go on with what is left.
 *
 * <p>Offsets are counted, so it is at most as many: a batch that is being decided is not committed yet, and a group
 * without an offset in a partition counts as one that has decided nothing there. Every worker looks at all partitions,
 * so the counters of several are not to be added up.
 */
public final class DeletedRecords {
    private static final Logger log = LoggerFactory.getLogger(DeletedRecords.class);

    private final TopicAlerts alerts;
    private final Counter deleted;
    private final Map<Integer, Long> reportedUpTo = new TreeMap<>();
    private final Map<Integer, Long> lost = new TreeMap<>();

    public DeletedRecords(TopicAlerts alerts, MeterRegistry registry) {
        this.alerts = alerts;
        deleted = Counter.builder("coupon.guard.undecided.deleted")
                .description("Records of the events topic that were deleted undecided, at most")
                .register(registry);
    }

    /**
     * @param begin the partition's first offset; asked for before the committed one, or what was decided and deleted in
     *     between would look undecided
     * @param committed 0 if the group has no offset
     */
    public synchronized void compare(int partition, long begin, long committed) {
        long known = Math.max(committed, reportedUpTo.getOrDefault(partition, 0L));
        if (begin > known) {
            deleted.increment(begin - known);
            lost.merge(partition, begin - known, Long::sum);
            reportedUpTo.put(partition, begin);
            alerts.set(
                    Alert.UNDECIDED_RECORDS_DELETED,
                    "records of the events topic were deleted before they were decided, by partition at most " + lost
                            + "; they will not be decided");
        } else if (committed >= begin && reportedUpTo.remove(partition) != null) {
            log.info("partition {} is decided again after what was deleted, up to offset {}", partition, committed);
        }
    }

    /** The topic was created again: the offsets so far are those of another log. */
    public synchronized void topicRecreated(String newId) {
        reportedUpTo.clear();
        alerts.set(
                Alert.EVENTS_TOPIC_RECREATED,
                "the events topic was deleted and created again (now " + newId + "): all of it is read from the"
                        + " beginning; requests in the former one that were not decided are lost");
    }
}
