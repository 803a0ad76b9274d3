package coupon.api.queue;

import static java.util.Objects.requireNonNull;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * How many requests wait in each partition, and for how long the first of them has. The API measures it, because it runs
 * when no worker does. While the queue does not answer, the figures stay as they were last seen, and the age grows; a
 * partition that cannot be measured has no figure.
 */
final class QueueMeters implements Consumer<GroupLag> {
    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentMap<Integer, PartitionLag> partitions = new ConcurrentHashMap<>();

    QueueMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void accept(GroupLag measured) {
        for (PartitionLag partition : measured.partitions()) {
            if (partitions.put(partition.partition(), partition) == null) {
                register(partition.partition());
            }
        }
    }

    private void register(int partition) {
        String tag = String.valueOf(partition);
        Gauge.builder("coupon.lag", () -> lag(partition))
                .tag("partition", tag)
                .description("Requests accepted and not yet known to be decided")
                .register(registry);
        Gauge.builder("coupon.oldest.undecided.age.seconds", () -> ageSeconds(partition))
                .tag("partition", tag)
                .description("For how long the first undecided request of the partition has waited; 0 if there is none")
                .register(registry);
    }

    private double lag(int partition) {
        Long lag = measured(partition).lag();
        return lag == null ? Double.NaN : lag;
    }

    private double ageSeconds(int partition) {
        Instant since = measured(partition).oldestAcceptedAt();
        if (since != null) {
            return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
        }
        return lag(partition) == 0 ? 0 : Double.NaN;
    }

    private PartitionLag measured(int partition) {
        return requireNonNull(partitions.get(partition));
    }
}
