package coupon.core.domain;

import static coupon.core.domain.CouponIssueStatus.BUSINESS_ERROR;
import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.domain.CouponIssueStatus.VALIDATION_FAILED;
import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static coupon.core.testing.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CouponIssueDecisionTest {
    @Test
    void the_first_requests_succeed_until_nothing_is_left() {
        assertThat(decide(aCoupon().withStock(2).build(), request(1, 16), request(1, 17), request(1, 18)))
                .containsExactly(SUCCESS, SUCCESS, OUT_OF_STOCK);
    }

    @Test
    void a_second_request_of_the_same_user_is_a_duplicate() {
        assertThat(decide(aCoupon().withStock(2).build(), request(1, 16), request(1, 16), request(1, 17)))
                .containsExactly(SUCCESS, DUPLICATE_REQUEST, SUCCESS);
    }

    @Test
    void a_user_who_has_the_coupon_is_a_duplicate_even_when_nothing_is_left() {
        Coupon soldOut = aCoupon().withStock(0).build();

        assertThat(outcomes(List.of(request(1, 16), request(1, 17)), Map.of(1L, soldOut), Set.of(new Holding(1, 16))))
                .containsExactly(DUPLICATE_REQUEST, OUT_OF_STOCK);
    }

    @Test
    void a_user_refused_for_lack_of_stock_is_no_duplicate_at_the_next_request() {
        assertThat(decide(aCoupon().withStock(0).build(), request(1, 16), request(1, 16)))
                .containsExactly(OUT_OF_STOCK, OUT_OF_STOCK);
    }

    @Test
    void an_unknown_coupon_fails_validation() {
        assertThat(decide(aCoupon().withId(1).build(), request(2, 16))).containsExactly(VALIDATION_FAILED);
    }

    @Test
    void an_invalid_event_fails_validation_before_anything_else() {
        var event = new CouponIssueEvent(UUID.randomUUID(), 16, 1, NOON.toEpochMilli(), 2);

        assertThat(decide(aCoupon().isPaused().build(), new CouponIssueRequest(event, new QueuePosition(0, 0))))
                .containsExactly(VALIDATION_FAILED);
    }

    @Test
    void the_window_is_open_from_its_first_moment_to_just_before_its_last() {
        Coupon coupon = aCoupon().opensAt(NOON).closesAt(NOON.plusSeconds(60)).build();

        assertThat(decide(
                        coupon,
                        request(1, 16, NOON.minusMillis(1)),
                        request(1, 17, NOON),
                        request(1, 18, NOON.plusMillis(59_999)),
                        request(1, 19, NOON.plusSeconds(60))))
                .containsExactly(BUSINESS_ERROR, SUCCESS, SUCCESS, BUSINESS_ERROR);
    }

    @Test
    void a_paused_coupon_is_not_open_even_to_a_user_who_has_it() {
        Coupon paused = aCoupon().isPaused().build();

        assertThat(outcomes(List.of(request(1, 16)), Map.of(1L, paused), Set.of(new Holding(1, 16))))
                .containsExactly(BUSINESS_ERROR);
    }

    @Test
    void coupons_in_one_batch_do_not_touch_each_other() {
        Map<Long, Coupon> coupons = Map.of(
                1L, aCoupon().withId(1).withStock(1).build(),
                2L, aCoupon().withId(2).withStock(1).build());

        assertThat(outcomes(List.of(request(1, 16), request(2, 16), request(1, 17), request(2, 17)), coupons, Set.of()))
                .containsExactly(SUCCESS, SUCCESS, OUT_OF_STOCK, OUT_OF_STOCK);
    }

    @Test
    void successes_are_numbered_on_from_the_last_in_the_order_of_the_queue() {
        Map<Long, Coupon> coupons = Map.of(
                1L, aCoupon().withId(1).withStock(18).build().issuing(16),
                2L, aCoupon().withId(2).withStock(1).build());

        assertThat(CouponIssueDecision.decide(
                        List.of(
                                request(1, 16),
                                request(1, 16),
                                request(2, 16),
                                request(1, 17),
                                request(2, 17),
                                request(1, 18)),
                        coupons,
                        Set.of(),
                        NOON))
                .extracting(CouponIssueResult::number)
                .containsExactly(17L, null, 1L, 18L, null, null);
    }

    @Test
    void a_coupon_with_codes_is_sold_out_when_the_codes_are_whatever_its_stock_says() {
        var coupon = new Coupon(1, "codes", 100, 100, null, null, false, 0, 5, 6L);

        assertThat(decide(coupon, request(1, 16), request(1, 17))).containsExactly(SUCCESS, OUT_OF_STOCK);
    }

    private static List<CouponIssueStatus> decide(Coupon coupon, CouponIssueRequest... batch) {
        return outcomes(List.of(batch), Map.of(coupon.couponId(), coupon), Set.of());
    }

    private static List<CouponIssueStatus> outcomes(
            List<CouponIssueRequest> batch, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        return CouponIssueDecision.decide(batch, coupons, holdings, NOON).stream()
                .map(CouponIssueResult::outcome)
                .toList();
    }
}
