package coupon.worker.health;

import coupon.worker.guard.Condition;
import coupon.worker.guard.Conditions;
import coupon.worker.guard.EventsTopic;
import coupon.core.incident.Incident;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** Asks the broker for the topics every other second, so that whoever wants to know need not wait for an answer. */
public final class QueueProbe implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final TopicsQuestion question;
    private final Conditions conditions;
    private final List<Consumer<EventsTopic>> whenSeen;
    private final Incident incident = new Incident("asking the broker for the topics");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread probing = new Thread(task, "queue-probe");
        probing.setDaemon(true);
        return probing;
    });
    private volatile String trouble = "the broker has not been asked yet";
    private volatile @Nullable Admin admin;

    /**
     * @param adminSettings of the Kafka admin client
     * @param whenSeen are told of the events topic, each time it is there
     */
    public QueueProbe(
            Map<String, Object> adminSettings,
            TopicsQuestion question,
            Conditions conditions,
            List<Consumer<EventsTopic>> whenSeen) {
        settings = new HashMap<>(adminSettings);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
        this.question = question;
        this.conditions = conditions;
        this.whenSeen = List.copyOf(whenSeen);
    }

    /** To be called when the topics should be there, once. */
    public void start() {
        thread.scheduleWithFixedDelay(this::probe, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was wrong with the topics a moment ago; empty if nothing. At most two intervals old. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Admin open = admin;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private void probe() {
        try {
            TopicsAnswer answer = question.ask(openAdmin());
            incident.over();
            trouble = tell(answer);
        } catch (Exception failure) {
            if (thread.isShutdown()) {
                return;
            }
            incident.attemptFailed(failure);
            trouble = String.valueOf(incident.description());
        }
    }

    private String tell(TopicsAnswer answer) {
        EventsTopic events = answer.events();
        if (events != null) {
            whenSeen.forEach(guard -> guard.accept(events));
        }
        if (answer.missing().isEmpty()) {
            conditions.over(Condition.TOPICS_MISSING);
            return "";
        }
        // Not made again from here: an empty line would look like one that nobody stood in, and hide a wrong cluster.
        String missing = "the broker does not have " + answer.missing()
                + ": deleted, or not the broker that is meant; a running worker makes no topics, and is not ready until"
                + " they are there";
        conditions.found(Condition.TOPICS_MISSING, missing);
        return missing;
    }

    private Admin openAdmin() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(settings); // not in the constructor: it fails while the broker's name is unknown
            admin = open;
        }
        return open;
    }
}
