package coupon.worker.guard;

import java.util.Locale;
import org.slf4j.event.Level;

/**
 * A state of the topics that threatens a promise. All but the last cannot be undone, and stand until the process ends,
 * so that whoever looks the next morning finds them.
 */
public enum Condition {
    /** The events topic was deleted and made anew; what stood in it undecided is lost. */
    EVENTS_TOPIC_RECREATED(Level.ERROR),
    /** The events topic has another number of partitions, so that coupons have moved to other lines. */
    EVENTS_PARTITIONS_CHANGED(Level.WARN),
    /** Records of the events topic were deleted, by retention or by hand, before they were decided. */
    UNDECIDED_RECORDS_DELETED(Level.ERROR),
    /** A topic is not there. The worker is not ready until it is. */
    TOPICS_MISSING(Level.ERROR);

    private final Level level;

    Condition(Level level) {
        this.level = level;
    }

    /** How the metric and the health details call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level level() {
        return level;
    }
}
