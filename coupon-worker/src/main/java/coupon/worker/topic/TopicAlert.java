package coupon.worker.topic;

import java.util.Locale;
import org.slf4j.event.Level;

/**
 * A state of the topics that threatens a guarantee. The first three cannot be undone, and stand until the process ends,
 * so that an operator still finds them the next morning.
 */
public enum TopicAlert {
    /** The events topic was deleted and created again; requests in the former one that were not decided are lost. */
    EVENTS_TOPIC_RECREATED(Level.ERROR),
    /** The events topic has another number of partitions, so that coupons have moved to other partitions. */
    EVENTS_PARTITIONS_CHANGED(Level.WARN),
    /** Records of the events topic were deleted, by retention or by an operator, before they were decided. */
    UNDECIDED_RECORDS_DELETED(Level.ERROR),
    /** A topic does not exist. The worker is not ready until it does. */
    TOPICS_MISSING(Level.ERROR),
    /** A topic was created with other settings than the application's; it is used as it is. */
    TOPICS_NOT_AS_CONFIGURED(Level.WARN),
    /** A foreign producer's transaction holds back a partition of the events topic. */
    TRANSACTION_LEFT_OPEN(Level.ERROR);

    private final Level level;

    TopicAlert(Level level) {
        this.level = level;
    }

    /** Its name in the metric and in the health details. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level level() {
        return level;
    }
}
