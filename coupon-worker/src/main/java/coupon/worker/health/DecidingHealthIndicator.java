package coupon.worker.health;

import coupon.worker.start.WorkerStart;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this worker decides, or would if there were anything to decide. Never waits. */
final class DecidingHealthIndicator implements HealthIndicator {
    private final WorkerStart start;
    private final List<Supplier<@Nullable String>> troubles;
    private final Map<String, Supplier<?>> details;

    /**
     * @param troubles each returns what prevents deciding, or null
     * @param details shown whether it decides or not
     */
    DecidingHealthIndicator(
            WorkerStart start, List<Supplier<@Nullable String>> troubles, Map<String, Supplier<?>> details) {
        this.start = start;
        this.troubles = List.copyOf(troubles);
        this.details = Map.copyOf(details);
    }

    @Override
    public Health health() {
        String trouble = start.isDone() ? firstTrouble() : "starting: " + start.progress();
        Health.Builder health = trouble == null ? Health.up() : Health.down().withDetail("reason", trouble);
        details.forEach((name, detail) -> health.withDetail(name, detail.get()));
        return health.build();
    }

    private @Nullable String firstTrouble() {
        return troubles.stream()
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
