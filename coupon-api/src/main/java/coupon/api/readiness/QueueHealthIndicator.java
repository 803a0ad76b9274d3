package coupon.api.readiness;

import coupon.api.background.Recurring;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Whether the queue answered when it was last asked: told at once, even while it does not. */
public final class QueueHealthIndicator implements ReactiveHealthIndicator {
    private final Recurring watch;

    public QueueHealthIndicator(Recurring watch) {
        this.watch = watch;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> watch.failure()
                .map(failure -> Health.down().withDetail("reason", failure.toString()))
                .orElseGet(Health::up)
                .build());
    }
}
