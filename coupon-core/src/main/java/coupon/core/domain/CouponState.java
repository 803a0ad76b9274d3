package coupon.core.domain;

/** What a client sees of a coupon. */
public enum CouponState {
    SCHEDULED,
    OPEN,
    SOLD_OUT,
    PAUSED,
    CLOSED
}
