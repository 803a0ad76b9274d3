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

class PromiseCheckTest {
    private final Map<UUID, CouponIssueResult> stored = new ConcurrentHashMap<>();
    private final QueueProgress progress = new QueueProgress();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PromiseCheck promises =
            new PromiseCheck(new Ledger(id -> Mono.justOrEmpty(stored.get(id))), progress, registry, Clock.systemUTC());
    private final CouponIssueRequest request = Fixtures.request(1, 16);

    @Test
    void a_promise_is_not_looked_at_before_its_request_is_decided() {
        accepted();

        promises.look().block();

        assertThat(count("checked")).isZero();
    }

    @Test
    void an_outcome_that_is_stored_as_it_was_told_keeps_the_promise() {
        accepted();
        store(CouponIssueStatus.SUCCESS);
        told(CouponIssueStatus.SUCCESS);
        decided();

        promises.look().block();
        promises.look().block();

        assertThat(count("checked")).isEqualTo(1);
        assertThat(count("broken")).isZero();
    }

    @Test
    void a_decided_request_without_an_outcome_breaks_it() {
        accepted();
        decided();

        promises.look().block();

        assertThat(count("broken")).isEqualTo(1);
    }

    @Test
    void another_outcome_than_was_told_breaks_it() {
        accepted();
        store(CouponIssueStatus.OUT_OF_STOCK);
        told(CouponIssueStatus.SUCCESS);
        decided();

        promises.look().block();

        assertThat(count("broken")).isEqualTo(1);
    }

    private void accepted() {
        promises.accepted(request.event().eventId(), request.position());
    }

    private void store(CouponIssueStatus outcome) {
        stored.put(request.event().eventId(), CouponIssueResult.of(request, outcome, Fixtures.NOON));
    }

    private void told(CouponIssueStatus outcome) {
        promises.published(new PublishedResult(
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
