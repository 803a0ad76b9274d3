package coupon.verification.simulation;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances of the API write to one partition in turn: users of even numbers come through the one whose clock is off. */
class ClockOffByAnHourTest {
    private static final long USERS = 20;

    private final InMemoryCouponIssueStore store = new InMemoryCouponIssueStore();
    private final CouponIssueProcessor processor = new CouponIssueProcessor(store, Clock.fixed(NOON, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H"})
    void the_order_is_that_of_the_log(Duration off) {
        store.put(aCoupon().withStock(7).build());

        assertThat(usersWith(CouponIssueStatus.SUCCESS, decide(off)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H"})
    void the_window_is_judged_by_the_time_that_the_event_bears(Duration off) {
        store.put(aCoupon()
                .withStock(USERS)
                .opensAt(NOON.minus(Duration.ofMinutes(30)))
                .closesAt(NOON.plus(Duration.ofMinutes(30)))
                .build());

        List<CouponIssueResult> results = decide(off);

        assertThat(usersWith(CouponIssueStatus.SUCCESS, results))
                .allMatch(user -> user % 2 == 1)
                .hasSize(10);
        assertThat(usersWith(CouponIssueStatus.BUSINESS_ERROR, results))
                .allMatch(user -> user % 2 == 0)
                .hasSize(10);
    }

    private List<CouponIssueResult> decide(Duration off) {
        List<CouponIssueRequest> queued = new ArrayList<>();
        for (long user = 1; user <= USERS; user++) {
            Instant now = NOON.plusMillis(user);
            queued.add(request(1, user, user % 2 == 0 ? now.plus(off) : now));
        }
        return Objects.requireNonNull(processor.processBatch(queued).block());
    }

    private static List<Long> usersWith(CouponIssueStatus outcome, List<CouponIssueResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(CouponIssueResult::userId)
                .toList();
    }
}
