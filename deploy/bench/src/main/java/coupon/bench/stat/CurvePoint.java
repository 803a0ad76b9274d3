package coupon.bench.stat;

/** So many percent were not slower than so many milliseconds. */
public record CurvePoint(double percentile, double millis) {}
