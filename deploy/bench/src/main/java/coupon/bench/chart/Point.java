package coupon.bench.chart;

/** One value of a series. */
public record Point(double x, double y) {}
