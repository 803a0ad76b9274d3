package coupon.core.store.memory;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStoreContract;
import java.util.Objects;

class InMemoryCouponIssueStoreTest extends CouponIssueStoreContract {
    private final InMemoryCouponIssueStore store = new InMemoryCouponIssueStore();

    @Override
    protected CouponIssueStore store() {
        return store;
    }

    @Override
    protected void given(Coupon coupon) {
        store.put(coupon);
    }

    @Override
    protected long stockOf(long couponId) {
        return Objects.requireNonNull(store.coupons().get(couponId)).stock();
    }
}
