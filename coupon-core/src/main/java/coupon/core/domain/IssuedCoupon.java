package coupon.core.domain;

import java.time.Instant;
import java.util.Objects;

/** A coupon that a user has. */
public record IssuedCoupon(long couponId, long userId, String status, Instant issuedAt) {
    public IssuedCoupon {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(issuedAt, "issuedAt");
    }
}
