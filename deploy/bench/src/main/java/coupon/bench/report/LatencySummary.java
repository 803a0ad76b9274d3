package coupon.bench.report;

import java.util.Collection;

/** What is said of many latencies, in milliseconds; nearest-rank percentiles. */
public record LatencySummary(long count, double p50, double p90, double p99, double p999, double max, double mean) {
    public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0, 0, 0, 0);

    /** Of latencies in microseconds. */
    public static LatencySummary of(Collection<Long> micros) {
        if (micros.isEmpty()) {
            return NONE;
        }
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        return new LatencySummary(
                sorted.length,
                millis(sorted, 50),
                millis(sorted, 90),
                millis(sorted, 99),
                millis(sorted, 99.9),
                millis(sorted, 100),
                micros.stream().mapToLong(Long::longValue).average().orElseThrow() / 1e3);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    private static double millis(long[] sorted, double percentile) {
        int rank = (int) Math.ceil(percentile * sorted.length / 100 - 1e-6);
        return sorted[Math.max(0, rank - 1)] / 1e3;
    }
}
