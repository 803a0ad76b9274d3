package coupon.worker.health;

import coupon.worker.guard.Conditions;
import coupon.worker.start.WorkerStart;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Whether this worker decides, or would if there were anything to decide. Never waits. */
public final class DecidingHealthIndicator implements HealthIndicator {
    private static final Duration HEARTBEAT_AGE_MAX = Duration.ofSeconds(10);

    private final WorkerStart start;
    private final Supplier<@Nullable MessageListenerContainer> container;
    private final QueueProbe probe;
    private final Conditions conditions;
    private final List<Supplier<@Nullable String>> troubles;

    /** @param troubles each tells what stands in the way of deciding, or null */
    public DecidingHealthIndicator(
            WorkerStart start,
            Supplier<@Nullable MessageListenerContainer> container,
            QueueProbe probe,
            Conditions conditions,
            List<Supplier<@Nullable String>> troubles) {
        this.start = start;
        this.container = container;
        this.probe = probe;
        this.conditions = conditions;
        this.troubles = List.copyOf(troubles);
    }

    @Override
    public Health health() {
        MessageListenerContainer consumer = container.get();
        String trouble = consumer == null ? "there is no consumer" : trouble(consumer);
        Health.Builder health = trouble == null ? Health.up() : Health.down().withDetail("reason", trouble);
        return health.withDetail("partitions", partitions(consumer))
                .withDetail("conditions", conditions.details())
                .build();
    }

    private @Nullable String trouble(MessageListenerContainer consumer) {
        if (!start.isDone()) {
            return "starting: " + start.progress();
        }
        if (!consumer.isRunning()) {
            return "the consumer is stopped";
        }
        if (!probe.trouble().isEmpty()) {
            return probe.trouble();
        }
        if (partitions(consumer).isEmpty() && !isInGroup(consumer)) {
            return "not in the consumer group yet";
        }
        return troubles.stream()
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<Integer> partitions(@Nullable MessageListenerContainer consumer) {
        Collection<TopicPartition> assigned = consumer == null ? null : consumer.getAssignedPartitions();
        return assigned == null
                ? List.of()
                : assigned.stream().map(TopicPartition::partition).sorted().toList();
    }

    /** A worker beyond the number of partitions has none, and is in the group all the same. */
    private static boolean isInGroup(MessageListenerContainer consumer) {
        return consumer.metrics().values().stream()
                .flatMap(metrics -> metrics.entrySet().stream())
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .anyMatch(DecidingHealthIndicator::isRecent);
    }

    private static boolean isRecent(Map.Entry<MetricName, ? extends Metric> secondsAgo) {
        return secondsAgo.getValue().metricValue() instanceof Number seconds
                && seconds.doubleValue() >= 0
                && seconds.doubleValue() <= HEARTBEAT_AGE_MAX.toSeconds();
    }
}
