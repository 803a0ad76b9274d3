package coupon.bench.stat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Durations from a microsecond to an hour, kept with three significant digits. Not for several threads. */
public final class Latencies {
    private static final long MAX_MICROS = Duration.ofHours(1).toNanos() / 1_000;
    private static final int CURVE_STEPS_PER_HALVING = 5;

    private final Histogram micros = new Histogram(1, MAX_MICROS, 3);

    public static Latencies of(List<Long> micros) {
        var latencies = new Latencies();
        micros.forEach(latencies::addMicros);
        return latencies;
    }

    /** What is shorter or longer than can be kept counts as the shortest or longest that can. */
    public void add(Duration latency) {
        addMicros(latency.toNanos() / 1_000);
    }

    public void addMicros(long latency) {
        micros.recordValue(Math.max(1, Math.min(MAX_MICROS, latency)));
    }

    public LatencySummary summary() {
        if (micros.getTotalCount() == 0) {
            return LatencySummary.NONE;
        }
        return new LatencySummary(
                micros.getTotalCount(),
                percentileMillis(50),
                percentileMillis(90),
                percentileMillis(99),
                percentileMillis(99.9),
                micros.getMaxValue() / 1e3,
                micros.getMean() / 1e3,
                curve());
    }

    private double percentileMillis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    private List<CurvePoint> curve() {
        List<CurvePoint> points = new ArrayList<>();
        for (HistogramIterationValue step : micros.percentiles(CURVE_STEPS_PER_HALVING)) {
            points.add(new CurvePoint(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo() / 1e3));
        }
        return points;
    }
}
