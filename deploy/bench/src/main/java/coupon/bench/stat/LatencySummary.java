package coupon.bench.stat;

import java.util.List;

/**
 * What is told of many durations, in milliseconds.
 *
 * @param curve all percentiles, in their order, denser towards 100
 */
public record LatencySummary(
        long count, double p50, double p90, double p99, double p999, double max, double mean, List<CurvePoint> curve) {
    public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0, 0, 0, 0, List.of());

    public LatencySummary {
        curve = List.copyOf(curve);
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
