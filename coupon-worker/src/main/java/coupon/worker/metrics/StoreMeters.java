package coupon.worker.metrics;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.processor.BatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The meters of the verbs {@code decide} and {@code store}. A request is counted once: when its outcome is committed. */
public final class StoreMeters implements BatchListener {
    private final Clock clock;
    private final Map<CouponIssueStatus, Counter> decided = new EnumMap<>(CouponIssueStatus.class);
    private final Counter redelivered;
    private final Timer deciding;
    private final Timer storing;
    private final Timer latency;

    public StoreMeters(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        for (CouponIssueStatus outcome : CouponIssueStatus.values()) {
            decided.put(
                    outcome,
                    Counter.builder("coupon.decided")
                            .tag("outcome", outcome.name())
                            .description("Requests that got their outcome")
                            .register(registry));
        }
        redelivered = Counter.builder("coupon.redelivered")
                .description("Requests that had their outcome when they came: redelivered, replayed or repeated")
                .register(registry);
        deciding = Timer.builder("coupon.decide")
                .description("Deciding one batch: locking and reading, and the rule")
                .register(registry);
        storing = Timer.builder("coupon.store")
                .description("Storing what was decided of one batch, up to its commit")
                .register(registry);
        latency = Timer.builder("coupon.request.latency")
                .description("From the time when a request was taken to the commit of its outcome")
                .register(registry);
    }

    @Override
    public void committed(
            List<CouponIssueResult> decidedNow, int redeliveredNow, Duration decidingNow, Duration storingNow) {
        deciding.record(decidingNow);
        storing.record(storingNow);
        redelivered.increment(redeliveredNow);
        Instant now = clock.instant();
        for (CouponIssueResult result : decidedNow) {
            requireNonNull(decided.get(result.outcome())).increment();
            latency.record(Duration.between(result.requestedAt(), now));
        }
    }
}
