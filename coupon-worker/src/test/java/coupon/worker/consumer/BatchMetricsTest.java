package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import coupon.core.testing.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BatchMetricsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:03Z");
    private static final Instant ASKED = NOW.minusSeconds(3);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final InMemoryCouponIssueStore memory = new InMemoryCouponIssueStore();
    private final BatchMetrics meters = new BatchMetrics(registry, clock);
    private final CouponIssueProcessor processor = new CouponIssueProcessor(memory, clock, meters);

    @Test
    void every_request_is_counted_by_its_outcome_with_the_time_it_waited() {
        memory.put(couponWithStock(2));

        processor.processBatch(requests(3)).block();

        assertThat(decided("SUCCESS")).isEqualTo(2);
        assertThat(decided("OUT_OF_STOCK")).isEqualTo(1);
        assertThat(registry.get("coupon.request.latency").timer().count()).isEqualTo(3);
        assertThat(registry.get("coupon.request.latency").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(9);
        assertThat(registry.get("coupon.decide").timer().count()).isEqualTo(1);
        assertThat(registry.get("coupon.store").timer().count()).isEqualTo(1);
    }

    @Test
    void a_redelivered_request_is_not_decided_again() {
        memory.put(couponWithStock(2));
        List<CouponIssueRequest> batch = requests(2);

        processor.processBatch(batch).block();
        processor.processBatch(batch).block();

        assertThat(decided("SUCCESS")).isEqualTo(2);
        assertThat(registry.get("coupon.redelivered").counter().count()).isEqualTo(2);
        assertThat(registry.get("coupon.request.latency").timer().count()).isEqualTo(2);
    }

    @Test
    void what_was_rolled_back_does_not_count() {
        memory.put(couponWithStock(2));

        var failing = new CouponIssueProcessor(
                (batch, wait, rule) ->
                        memory.decideAndStore(batch, wait, rule).then(Mono.error(new IllegalStateException())),
                clock,
                meters);
        assertThatThrownBy(() -> failing.processBatch(requests(2)).block()).isInstanceOf(IllegalStateException.class);

        assertThat(registry.get("coupon.store").timer().count()).isZero();
    }

    private double decided(String outcome) {
        return registry.get("coupon.decided").tag("outcome", outcome).counter().count();
    }

    private static Coupon couponWithStock(long stock) {
        return Fixtures.aCoupon().withStock(stock).build();
    }

    private static List<CouponIssueRequest> requests(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(user -> new CouponIssueRequest(
                        new CouponIssueEvent(UUID.randomUUID(), user, 1, ASKED), new QueuePosition(0, user)))
                .toList();
    }
}
