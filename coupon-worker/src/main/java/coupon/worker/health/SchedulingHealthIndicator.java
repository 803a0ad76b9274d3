package coupon.worker.health;

import coupon.worker.scheduler.SchedulerLoop;
import coupon.worker.start.WorkerStart;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this worker's scheduler decides, or would if there were anything to decide. Never waits. */
public final class SchedulingHealthIndicator implements HealthIndicator {
    private final WorkerStart start;
    private final SchedulerLoop loop;
    private final List<Supplier<@Nullable String>> troubles;

    /** @param troubles each tells what stands in the way of deciding, or null */
    public SchedulingHealthIndicator(WorkerStart start, SchedulerLoop loop, List<Supplier<@Nullable String>> troubles) {
        this.start = start;
        this.loop = loop;
        this.troubles = List.copyOf(troubles);
    }

    @Override
    public Health health() {
        String trouble = trouble();
        return trouble == null
                ? Health.up().build()
                : Health.down().withDetail("reason", trouble).build();
    }

    private @Nullable String trouble() {
        if (!start.isDone()) {
            return "starting: " + start.progress();
        }
        if (!loop.isRunning()) {
            return "the scheduler is stopped";
        }
        return troubles.stream()
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
