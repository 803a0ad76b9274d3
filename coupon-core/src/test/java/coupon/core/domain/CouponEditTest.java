package coupon.core.domain;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponEdit.Edited;
import coupon.core.domain.CouponEdit.Refusal;
import org.junit.jupiter.api.Test;

class CouponEditTest {
    @Test
    void stock_is_added_to_the_stock_and_to_the_total() {
        assertThat(add(5, aCoupon(7, 3))).isEqualTo(new Edited(aCoupon(12, 8, 1)));
        assertThat(add(-3, aCoupon(7, 3))).isEqualTo(new Edited(aCoupon(4, 0, 1)));
    }

    @Test
    void stock_never_falls_below_zero() {
        assertThat(add(-4, aCoupon(7, 3))).isEqualTo(Refusal.STOCK_BELOW_ZERO);
        assertThat(add(-3, aCoupon(2, 3))).isEqualTo(Refusal.STOCK_BELOW_ZERO);
    }

    @Test
    void no_more_is_added_than_there_may_be() {
        long max = CouponEdit.QUANTITY_MAX;

        assertThat(add(1, aCoupon(max - 1, 0))).isEqualTo(new Edited(aCoupon(max, 1, 1)));
        assertThat(add(1, aCoupon(max, 0))).isEqualTo(Refusal.STOCK_TOO_LARGE);
        assertThat(add(max, aCoupon(max, max))).isEqualTo(Refusal.STOCK_TOO_LARGE);
    }

    @Test
    void what_an_operator_set_too_large_by_sql_is_not_added_to_and_can_be_taken_away() {
        Coupon huge = aCoupon(Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(add(1, huge)).isEqualTo(Refusal.STOCK_TOO_LARGE);
        assertThat(add(0, huge)).isEqualTo(new Edited(aCoupon(Long.MAX_VALUE, Long.MAX_VALUE, 1)));
        assertThat(add(-1, huge)).isEqualTo(new Edited(aCoupon(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, 1)));
    }

    private static CouponEdit.Result add(long stock, Coupon coupon) {
        return new CouponEdit(null, stock, null, null, null).appliedTo(coupon);
    }

    private static Coupon aCoupon(long total, long stock) {
        return aCoupon(total, stock, 0);
    }

    private static Coupon aCoupon(long total, long stock, long version) {
        return new Coupon(1, "a coupon", total, stock, null, null, false, version, 0, null);
    }
}
