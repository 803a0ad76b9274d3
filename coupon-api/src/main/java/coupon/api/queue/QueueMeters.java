package coupon.api.queue;

import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;
import reactor.core.publisher.Mono;

/**
 * How many requests wait in each partition, and for how long the first of them has. The API measures it, because it runs
 * when no worker does. While the queue does not answer, the figures stay as they were last seen, and the age grows; a
 * partition that cannot be measured has no figure.
 */
final class QueueMeters {
    private final QueueMonitor queue;
    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentMap<Integer, PartitionLag> partitions = new ConcurrentHashMap<>();

    QueueMeters(QueueMonitor queue, MeterRegistry registry, Clock clock) {
        this.queue = queue;
        this.registry = registry;
        this.clock = clock;
    }

    Mono<Void> measure() {
        return queue.lag().doOnNext(this::update).then();
    }

    private void update(GroupLag measured) {
        for (PartitionLag partition : measured.partitions()) {
            if (partitions.put(partition.partition(), partition) == null) {
                register(
                        "coupon.lag",
                        "Requests accepted and not yet known to be decided",
                        partition.partition(),
                        QueueMeters::lag);
                register(
                        "coupon.oldest.undecided.age.seconds",
                        "For how long the first undecided request of the partition has waited; 0 if there is none",
                        partition.partition(),
                        this::ageSeconds);
            }
        }
    }

    private void register(String name, String description, int partition, ToDoubleFunction<PartitionLag> value) {
        Gauge.builder(name, partitions, now -> {
                    PartitionLag lag = now.get(partition);
                    return lag == null ? Double.NaN : value.applyAsDouble(lag);
                })
                .tag("partition", String.valueOf(partition))
                .description(description)
                .register(registry);
    }

    private static double lag(PartitionLag partition) {
        Long lag = partition.lag();
        return lag == null ? Double.NaN : lag;
    }

    private double ageSeconds(PartitionLag partition) {
        Instant since = partition.oldestAcceptedAt();
        if (since != null) {
            return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
        }
        return lag(partition) == 0 ? 0 : Double.NaN;
    }
}
