package coupon.worker.topic;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The alerts that stand. Each is logged when it begins, when its text changes, and when it is over, however often it is
 * found; {@code coupon.guard} is 1 while it stands. For any thread.
 */
public final class TopicAlerts {
    private static final Logger log = LoggerFactory.getLogger(TopicAlerts.class);

    private final Map<Alert, String> standing = new ConcurrentHashMap<>();

    public TopicAlerts(MeterRegistry registry) {
        for (Alert alert : Alert.values()) {
            Gauge.builder("coupon.guard", standing, known -> known.containsKey(alert) ? 1 : 0)
                    .tag("condition", alert.label())
                    .description("1 while a state of the topics threatens a guarantee")
                    .register(registry);
        }
    }

    /**
     * Raises the alert, or clears it.
     *
     * @param text what is the case and what follows from it, the same text is not logged again; empty if it is over
     */
    void set(Alert alert, String text) {
        String before = text.isEmpty() ? standing.remove(alert) : standing.put(alert, text);
        if (text.isEmpty() && before != null) {
            log.info("{}: over", alert.label());
        } else if (!text.isEmpty() && !text.equals(before)) {
            log.atLevel(alert.level).log("{}: {}", alert.label(), text);
        }
    }

    /** The texts of those that stand, by label. */
    public Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        standing.forEach((alert, text) -> details.put(alert.label(), text));
        return details;
    }

    /**
     * A state of the topics that threatens a guarantee. The first three cannot be undone, and stand until the process ends,
     * so that an operator still finds them the next morning.
     */
    enum Alert {
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

        Alert(Level level) {
            this.level = level;
        }

        /** Its name in the metric and in the health details. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
