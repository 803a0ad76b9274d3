package coupon.worker.topic;

import static java.util.Objects.requireNonNull;

import coupon.core.incident.Incident;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.worker.topic.TopicAlerts.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks the broker for the topics every other second, raises alerts, and remembers the last response, so that health and
 * the consumer never wait for one.
 */
public final class TopicMonitor implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(4);
    private static final Duration TRANSACTION_MAX = Duration.ofSeconds(30);

    /** Settings rarely change, and asking for them costs more: with the first look and then once a minute. */
    private static final int LOOKS_PER_SETTINGS = 30;

    private final KafkaAdminConnection broker;
    private final String events;
    private final String group;
    private final List<NewTopic> expected;
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
    private volatile String topicId = "";

    /** A partition whose last stable offset lags behind its end: an open transaction begins there. */
    private record HeldBack(long stableOffset, long sinceNanos) {}

    /** @param consumer the settings of the group whose committed offsets are compared */
    public TopicMonitor(
            KafkaAdminConnection broker,
            CouponTopics topics,
            KafkaClientSettings consumer,
            TopicAlerts alerts,
            DeletedRecords deleted) {
        this.broker = broker;
        this.events = topics.couponIssue();
        this.group = consumer.group();
        this.expected = topics.all().stream()
                .filter(topic -> !topic.name().equals(topics.warmUp()))
                .toList();
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
        if (topicId.isEmpty()) {
            throw new IllegalStateException(trouble);
        }
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was wrong with the topics at the last look, at most two intervals ago; null if nothing was. */
    public @Nullable String trouble() {
        return trouble.isEmpty() ? null : trouble;
    }

    /** Which topic has the name of the events topic now; empty while that is unknown. */
    public String topicId() {
        return topicId;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            compare();
            incident.over();
        } catch (RuntimeException failure) {
            if (!thread.isShutdown()) {
                incident.attemptFailed(failure);
                trouble = String.valueOf(incident.description());
            }
        }
    }

    private void compare() {
        Map<String, TopicDescription> found =
                answer(broker.topics(expected.stream().map(NewTopic::name).toList()));
        TopicDescription topic = found.get(events);
        if (topic != null) {
            compareId(topic.topicId().toString());
            comparePartitionCount(topic.partitions().size());
            compareOffsets(topic);
        }
        if (looks++ % LOOKS_PER_SETTINGS == 0) {
            compareSettings(found);
        }
        trouble = missing(found.keySet());
        alerts.set(Alert.TOPICS_MISSING, trouble);
    }

    /**
     * A consumer does not notice a new topic of the same name, under either group protocol: it goes on at its old offset
     * in the new log.
     */
    private void compareId(String id) {
        if (!topicId.isEmpty() && !id.equals(topicId)) {
            deleted.topicRecreated(id);
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
            alerts.set(
                    Alert.EVENTS_PARTITIONS_CHANGED,
                    "the events topic had " + partitionsAtFirst + " partitions and has " + count
                            + ", so coupons have moved to other partitions; all requests are decided, but the order"
                            + " between a coupon's former partition and its new one is not known");
        }
    }

    private void compareOffsets(TopicDescription topic) {
        Map<Integer, Long> begins = offsets(topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<Integer, Long> committed = answer(broker.committed(group, events));
        begins.forEach((partition, begin) -> deleted.compare(partition, begin, committed.getOrDefault(partition, 0L)));
        // The end of what a reader of committed records gets is the beginning of the first open transaction.
        Map<Integer, Long> stable = offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<Integer, Long> ends = offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Set<Integer> open = new TreeSet<>();
        stable.forEach((partition, offset) -> {
            if (isHeldBack(partition, offset, ends.getOrDefault(partition, offset))) {
                open.add(partition);
            }
        });
        alerts.set(
                Alert.TRANSACTION_LEFT_OPEN,
                open.isEmpty()
                        ? ""
                        : "a producer has left a transaction open in partitions " + open + " of the events topic: what"
                                + " follows it is not decided until it ends");
    }

    private boolean isHeldBack(int partition, long stableOffset, long end) {
        if (stableOffset >= end) {
            heldBack.remove(partition);
            return false;
        }
        HeldBack since = heldBack.compute(
                partition,
                (number, before) -> before != null && before.stableOffset() == stableOffset
                        ? before
                        : new HeldBack(stableOffset, System.nanoTime()));
        return System.nanoTime() - since.sinceNanos() >= TRANSACTION_MAX.toNanos();
    }

    private void compareSettings(Map<String, TopicDescription> found) {
        List<String> differences = new ArrayList<>();
        for (NewTopic configured : expected) {
            TopicDescription actual = found.get(configured.name());
            if (actual != null) {
                Config limits = broker.topicSettings(configured.name())
                        .onErrorComplete(AuthorizationException.class)
                        .block(ANSWER_MAX);
                differences.addAll(TopicSettings.differences(configured, actual, limits));
            }
        }
        alerts.set(Alert.TOPICS_NOT_AS_CONFIGURED, String.join("; ", differences));
    }

    private String missing(Set<String> found) {
        Set<String> missing =
                new TreeSet<>(expected.stream().map(NewTopic::name).toList());
        missing.removeAll(found);
        // Not created from here: an empty topic would look like one without requests, and hide a wrong cluster.
        return missing.isEmpty()
                ? ""
                : "the broker does not have " + missing + ": deleted, or not the broker that is meant; a running worker"
                        + " creates no topics, and is not ready until they exist";
    }

    private Map<Integer, Long> offsets(TopicDescription topic, OffsetSpec which, IsolationLevel isolation) {
        List<Integer> partitions =
                topic.partitions().stream().map(TopicPartitionInfo::partition).toList();
        return answer(broker.offsets(events, partitions, which, new ListOffsetsOptions(isolation)));
    }

    private static <T> T answer(Mono<T> question) {
        return requireNonNull(question.block(ANSWER_MAX));
    }
}
