package coupon.core.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A coupon that a user has.
 *
 * @param number among the successes of this coupon, from 1; null where an operator inserted the row, and for what was
 *     issued before there were numbers
 * @param code null: a coupon without codes
 */
public record IssuedCoupon(
        long couponId,
        long userId,
        String status,
        Instant issuedAt,
        @Nullable Long number,
        @Nullable String code) {
    /** Without the code, which is a secret. */
    @Override
    public String toString() {
        return "IssuedCoupon[couponId=" + couponId + ", userId=" + userId + ", status=" + status + ", number=" + number
                + "]";
    }
}
