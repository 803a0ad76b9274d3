package coupon.bench.stat;

/** So many coupons were issued so many seconds after the start. */
public record ProgressPoint(double seconds, long issued) {}
