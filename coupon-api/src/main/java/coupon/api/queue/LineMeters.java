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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How many wait in each line, and for how long the first of them has. The API tells it, because it is there when no
 * worker is. While the queue does not answer, the lines stay as they were last seen, and whoever waits waits longer.
 */
public final class LineMeters {
    private final QueueMonitor queue;
    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentMap<Integer, Line> lines = new ConcurrentHashMap<>();

    public LineMeters(QueueMonitor queue, MeterRegistry registry, Clock clock) {
        this.queue = queue;
        this.registry = registry;
        this.clock = clock;
    }

    /** Looks at the lines now. */
    public Mono<Void> measure() {
        return queue.lag().doOnNext(this::update).then();
    }

    private void update(GroupLag told) {
        for (PartitionLag line : told.partitions()) {
            if (lines.put(line.partition(), new Line(line.lag(), line.oldestAcceptedAt())) == null) {
                register(
                        "coupon.lag",
                        "Requests accepted and not yet known to be decided",
                        line.partition(),
                        now -> now.lag() == null ? Double.NaN : now.lag());
                register(
                        "coupon.oldest.undecided.age.seconds",
                        "For how long the first undecided request of the line has waited; 0 if there is none",
                        line.partition(),
                        this::ageSeconds);
            }
        }
    }

    private void register(String name, String description, int partition, ToDoubleFunction<Line> value) {
        Gauge.builder(name, lines, now -> {
                    Line line = now.get(partition);
                    return line == null ? Double.NaN : value.applyAsDouble(line);
                })
                .tag("partition", String.valueOf(partition))
                .description(description)
                .register(registry);
    }

    private double ageSeconds(Line line) {
        Instant since = line.oldest();
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private record Line(@Nullable Long lag, @Nullable Instant oldest) {}
}
