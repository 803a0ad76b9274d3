package coupon.api.coupon;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A coupon as clients see it. */
public record CouponView(
        long couponId,
        String name,
        long totalQuantity,
        long stock,
        long issued,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt,
        boolean paused,
        CouponState state) {
    public static CouponView of(Coupon coupon, Instant now) {
        return new CouponView(
                coupon.couponId(),
                coupon.name(),
                coupon.totalQuantity(),
                coupon.stock(),
                coupon.issued(),
                coupon.opensAt(),
                coupon.closesAt(),
                coupon.paused(),
                coupon.stateAt(now));
    }

    /** Of the coupon as operators edit it: it does not change with each issue. */
    public static String etag(Coupon coupon) {
        return "\"" + coupon.version() + "\"";
    }
}
