package coupon.worker.guard;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Condition conditions} that this process knows of. Each is logged when it begins, when there is more to say
 * of it, and when it is over, however often it is found; {@code coupon.guard} is 1 while it stands. Any thread may tell
 * or ask.
 */
public final class Conditions {
    private static final Logger log = LoggerFactory.getLogger(Conditions.class);

    private final Map<Condition, String> standing = new ConcurrentHashMap<>();

    public Conditions(MeterRegistry registry) {
        for (Condition condition : Condition.values()) {
            Gauge.builder("coupon.guard", standing, known -> known.containsKey(condition) ? 1 : 0)
                    .tag("condition", condition.label())
                    .description("1 while a condition of the topics threatens a promise")
                    .register(registry);
        }
    }

    /** @param what is the case and what follows from it; the same words are not logged again */
    public void found(Condition condition, String what) {
        if (!what.equals(standing.put(condition, what))) {
            log.atLevel(condition.level()).log("{}: {}", condition.label(), what);
        }
    }

    /** Nothing happens if it did not stand. */
    public void over(Condition condition) {
        if (standing.remove(condition) != null) {
            log.info("{}: over", condition.label());
        }
    }

    /** What stands, by label. */
    public Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        standing.forEach((condition, what) -> details.put(condition.label(), what));
        return details;
    }
}
