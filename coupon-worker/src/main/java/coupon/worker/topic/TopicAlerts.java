package coupon.worker.topic;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that stand. Each is logged when it begins, when its text changes, and when it is over, however often it is
 * found; {@code coupon.guard} is 1 while it stands. For any thread.
 */
public final class TopicAlerts {
    private static final Logger log = LoggerFactory.getLogger(TopicAlerts.class);

    private final Map<TopicAlert, String> standing = new ConcurrentHashMap<>();

    public TopicAlerts(MeterRegistry registry) {
        for (TopicAlert alert : TopicAlert.values()) {
            Gauge.builder("coupon.guard", standing, known -> known.containsKey(alert) ? 1 : 0)
                    .tag("condition", alert.label())
                    .description("1 while a state of the topics threatens a guarantee")
                    .register(registry);
        }
    }

    /** @param text what is the case and what follows from it; the same text is not logged again */
    void raise(TopicAlert alert, String text) {
        if (!text.equals(standing.put(alert, text))) {
            log.atLevel(alert.level()).log("{}: {}", alert.label(), text);
        }
    }

    /** Nothing happens if it does not stand. */
    void clear(TopicAlert alert) {
        if (standing.remove(alert) != null) {
            log.info("{}: over", alert.label());
        }
    }

    /** Raises the alert with the text, or clears it if the text is empty. */
    void set(TopicAlert alert, String text) {
        if (text.isEmpty()) {
            clear(alert);
        } else {
            raise(alert, text);
        }
    }

    /** The texts of those that stand, by label. */
    public Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        standing.forEach((alert, text) -> details.put(alert.label(), text));
        return details;
    }
}
