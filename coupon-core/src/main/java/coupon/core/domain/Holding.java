package coupon.core.domain;

/** That a user has, or wants, one coupon. */
public record Holding(long couponId, long userId) {}
