package coupon.api.result;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.queue.QueueProgress;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CanaryTest {
    private final Map<UUID, CouponIssueResult> stored = new ConcurrentHashMap<>();
    private final QueueProgress progress = new QueueProgress(() -> 0);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Canary canary =
            new Canary(id -> Mono.justOrEmpty(stored.get(id)), progress, registry, Clock.systemUTC());
    private final CouponIssueRequest request = Fixtures.request(1, 16);

    @Test
    void a_request_is_not_looked_up_before_it_is_decided() {
        accepted();

        canary.look().block();

        assertThat(count("checked")).isZero();
    }

    @Test
    void an_outcome_that_is_stored_as_it_was_published_is_right() {
        accepted();
        store(CouponIssueStatus.SUCCESS);
        published(CouponIssueStatus.SUCCESS);
        decided();

        canary.look().block();
        canary.look().block();

        assertThat(count("checked")).isEqualTo(1);
        assertThat(count("broken")).isZero();
    }

    @Test
    void a_decided_request_without_an_outcome_is_counted_as_broken() {
        accepted();
        decided();

        canary.look().block();

        assertThat(count("broken")).isEqualTo(1);
    }

    @Test
    void another_outcome_than_was_published_is_counted_as_broken() {
        accepted();
        store(CouponIssueStatus.OUT_OF_STOCK);
        published(CouponIssueStatus.SUCCESS);
        decided();

        canary.look().block();

        assertThat(count("broken")).isEqualTo(1);
    }

    private void accepted() {
        canary.remember(request.event().eventId(), request.position());
    }

    private void store(CouponIssueStatus outcome) {
        stored.put(request.event().eventId(), CouponIssueResult.of(request, outcome, Fixtures.NOON));
    }

    private void published(CouponIssueStatus outcome) {
        canary.accept(new PublishedResult(
                request.event().eventId(),
                request.event().userId(),
                request.event().couponId(),
                outcome,
                Fixtures.NOON,
                request.position().partition(),
                request.position().offset(),
                null));
    }

    private void decided() {
        progress.committed(Map.of(0, request.position().offset() + 1));
    }

    private double count(String what) {
        return registry.get("coupon.promises." + what).counter().count();
    }
}
