package coupon.bench.report;

import coupon.bench.plan.Mode;
import java.util.List;
import java.util.OptionalDouble;

/** What a mode stands: open loops at rising rates, until one is too much. */
public record Capacity(Mode mode, List<OpenLoopRun> steps) {
    /** The limit for 99 of 100, in milliseconds. */
    public static final double P99_MAX_MILLIS = 100;

    public Capacity {
        steps = List.copyOf(steps);
    }

    /** The highest rate at which requests are accepted in time; empty if none. */
    public OptionalDouble answersPerSecond() {
        return steps.stream()
                .takeWhile(step -> step.answersWithin(P99_MAX_MILLIS))
                .mapToDouble(OpenLoopRun::ratePerSecond)
                .max();
    }

    /** The highest rate at which requests have their coupon in time; empty if none. */
    public OptionalDouble issuesPerSecond() {
        return steps.stream()
                .takeWhile(step -> step.issuesWithin(P99_MAX_MILLIS))
                .mapToDouble(OpenLoopRun::ratePerSecond)
                .max();
    }

    /** Whether even the highest rate that was tried was not too much. */
    public boolean isOpenEnded(int ratesTried) {
        return steps.size() == ratesTried && steps.stream().allMatch(step -> step.answersWithin(P99_MAX_MILLIS));
    }
}
