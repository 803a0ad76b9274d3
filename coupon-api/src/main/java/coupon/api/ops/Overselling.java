package coupon.api.ops;

import coupon.core.domain.Coupon;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices successes that took nothing from the stock, by two looks at the same coupon. Where an operator has edited it in
 * between, or has raised its stock by SQL, nothing can be said.
 */
final class Overselling {
    private final Map<Long, Coupon> seen = new HashMap<>();
    private long oversold;

    /** Takes a look, and returns how many were ever seen. */
    long seen(Collection<Coupon> coupons) {
        for (Coupon coupon : coupons) {
            Coupon before = seen.put(coupon.couponId(), coupon);
            if (before != null && before.version() == coupon.version() && coupon.stock() <= before.stock()) {
                long issued = coupon.lastNumber() - before.lastNumber();
                oversold += Math.max(0, issued - (before.stock() - coupon.stock()));
            }
        }
        return oversold;
    }
}
