package coupon.bench.report;

import java.util.List;

/** What a mode stands: open loops at rising rates, until one is too much. */
public record Capacity(Mode mode, List<OpenLoopRun> steps) {
    /** The limit for 99 of 100, in milliseconds. */
    public static final double P99_MAX_MILLIS = 100;

    public Capacity {
        steps = List.copyOf(steps);
    }

    /** The highest rate at which requests have their coupon in time; 0 if none. */
    public double issuesPerSecond() {
        return steps.stream()
                .takeWhile(step -> step.issuesWithin(P99_MAX_MILLIS))
                .mapToDouble(OpenLoopRun::ratePerSecond)
                .max()
                .orElse(0);
    }
}
