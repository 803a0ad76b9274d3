package coupon.worker.topic;

import coupon.core.incident.Incident;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker for the topics every other second, raises alerts, and remembers the last response, so that health and
 * the consumer never wait for one.
 */
public final class TopicMonitor implements TopicIdentity, AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration TRANSACTION_MAX = Duration.ofSeconds(30);

    /** Settings rarely change, and asking for them costs more: with the first look and then once a minute. */
    private static final int LOOKS_PER_SETTINGS = 30;

    private final Map<String, Object> adminSettings;
    private final String events;
    private final String group;
    private final Map<String, NewTopic> expected = new TreeMap<>();
    private final TopicAlerts alerts;
    private final DeletedRecords deleted;
    private final Incident incident = new Incident("asking the broker for the topics");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "topic-monitor");
        watching.setDaemon(true);
        return watching;
    });

    private final Map<Integer, HeldBack> heldBack = new HashMap<>();
    private int looks;
    private int partitionsAtFirst;
    private volatile String trouble = "the broker has not been asked yet";
    private volatile @Nullable String topicId;
    private volatile @Nullable Admin admin;

    /** A partition whose last stable offset lags behind its end: an open transaction begins there. */
    private record HeldBack(long stableOffset, long sinceNanos) {}

    /**
     * @param adminSettings of the Kafka admin client
     * @param events the name of the events topic, one of the expected ones
     * @param group whose committed offsets are compared
     * @param expected the topics as they are created where they are missing
     */
    public TopicMonitor(
            Map<String, Object> adminSettings,
            String events,
            String group,
            List<NewTopic> expected,
            TopicAlerts alerts,
            DeletedRecords deleted) {
        this.adminSettings = new HashMap<>(adminSettings);
        this.adminSettings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
        this.adminSettings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_MAX.toMillis()));
        this.events = events;
        this.group = group;
        expected.forEach(topic -> this.expected.put(topic.name(), topic));
        this.alerts = alerts;
        this.deleted = deleted;
    }

    /**
     * Begins to watch, when the topics should exist.
     *
     * @throws IllegalStateException if the events topic could not be seen: call it again
     */
    public void start() {
        look();
        if (topicId().isEmpty()) {
            throw new IllegalStateException(trouble);
        }
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was wrong with the topics at the last look, at most two intervals ago; null if nothing was. */
    public @Nullable String trouble() {
        return trouble.isEmpty() ? null : trouble;
    }

    @Override
    public String topicId() {
        String known = topicId;
        return known == null ? "" : known;
    }

    @Override
    public void recreated(String now) {
        alerts.raise(
                TopicAlert.EVENTS_TOPIC_RECREATED,
                "the events topic was deleted and created again (now " + now + "): all of it is read from the"
                        + " beginning; requests in the former one that were not decided are lost");
        deleted.forgetOffsets();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Admin open = admin;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private void look() {
        try {
            Admin open = admin;
            if (open == null) {
                open = Admin.create(adminSettings); // not before: it fails while the broker's name is unknown
                admin = open;
            }
            look(new TopicQuestions(open));
            incident.over();
        } catch (Exception failure) {
            if (!thread.isShutdown()) {
                incident.attemptFailed(failure);
                trouble = String.valueOf(incident.description());
            }
        }
    }

    private void look(TopicQuestions broker) throws Exception {
        Map<String, TopicDescription> found = broker.describe(expected.keySet());
        TopicDescription topic = found.get(events);
        if (topic != null) {
            compareId(topic.topicId().toString());
            comparePartitionCount(topic.partitions().size());
            compareOffsets(broker, topic);
        }
        if (looks++ % LOOKS_PER_SETTINGS == 0) {
            alerts.set(
                    TopicAlert.TOPICS_NOT_AS_CONFIGURED,
                    String.join("; ", broker.differences(expected.values(), found)));
        }
        trouble = missing(found.keySet());
        alerts.set(TopicAlert.TOPICS_MISSING, trouble);
    }

    /**
     * A consumer does not notice a new topic of the same name, under either group protocol: it goes on at its old offset
     * in the new log.
     */
    private void compareId(String id) {
        if (topicId != null && !id.equals(topicId)) {
            recreated(id);
            heldBack.clear();
        }
        topicId = id;
    }

    /**
     * Decisions go on: stock and holders are the database's, whichever partition a request is in. Only the order between
     * a coupon's former partition and its new one is unknown.
     */
    private void comparePartitionCount(int count) {
        if (partitionsAtFirst == 0) {
            partitionsAtFirst = count;
        } else if (count != partitionsAtFirst) {
            alerts.raise(
                    TopicAlert.EVENTS_PARTITIONS_CHANGED,
                    "the events topic had " + partitionsAtFirst + " partitions and has " + count
                            + ", so coupons have moved to other partitions; all requests are decided, but the order"
                            + " between a coupon's former partition and its new one is not known");
        }
    }

    private void compareOffsets(TopicQuestions broker, TopicDescription topic) throws Exception {
        Map<Integer, Long> begins = broker.begins(topic);
        Map<Integer, Long> committed = broker.committed(group, events);
        begins.forEach((partition, begin) -> deleted.compare(partition, begin, committed.getOrDefault(partition, 0L)));
        Map<Integer, Long> stable = broker.stableEnds(topic);
        Map<Integer, Long> ends = broker.ends(topic);
        Set<Integer> open = new TreeSet<>();
        stable.forEach((partition, offset) -> {
            if (isHeldBack(partition, offset, ends.getOrDefault(partition, offset))) {
                open.add(partition);
            }
        });
        alerts.set(
                TopicAlert.TRANSACTION_LEFT_OPEN,
                open.isEmpty()
                        ? ""
                        : "a producer has left a transaction open in partitions " + open + " of the events topic: what"
                                + " follows it is not decided until it ends");
    }

    private boolean isHeldBack(int partition, long stableOffset, long end) {
        HeldBack since = heldBack.get(partition);
        if (stableOffset >= end) {
            heldBack.remove(partition);
            return false;
        }
        if (since == null || since.stableOffset() != stableOffset) {
            heldBack.put(partition, new HeldBack(stableOffset, System.nanoTime()));
            return false;
        }
        return System.nanoTime() - since.sinceNanos() >= TRANSACTION_MAX.toNanos();
    }

    private String missing(Set<String> found) {
        Set<String> missing = new TreeSet<>(expected.keySet());
        missing.removeAll(found);
        // Not created from here: an empty topic would look like one without requests, and hide a wrong cluster.
        return missing.isEmpty()
                ? ""
                : "the broker does not have " + missing + ": deleted, or not the broker that is meant; a running worker"
                        + " creates no topics, and is not ready until they exist";
    }
}
