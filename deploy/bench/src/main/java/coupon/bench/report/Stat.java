package coupon.bench.report;

import coupon.bench.report.Report.ProgressPoint;
import java.util.List;

/** Arithmetic over what was measured. */
public final class Stat {
    private Stat() {}

    /**
     * The value in the middle.
     *
     * @param values in any order
     * @return of an even number of values, the mean of the two in the middle; NaN of none
     */
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        return (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
    }

    /**
     * The longest time without progress that reaches beyond a moment.
     *
     * @param points in the order of time
     * @param fromSeconds progress before this does not count, except as the beginning of a standstill
     * @return in seconds; 0 if there was no progress behind that moment
     */
    public static double longestStandstill(List<ProgressPoint> points, double fromSeconds) {
        double longest = 0;
        double since = 0;
        long issued = 0;
        for (ProgressPoint point : points) {
            if (point.issued() > issued) {
                if (point.seconds() > fromSeconds) {
                    longest = Math.max(longest, point.seconds() - since);
                }
                issued = point.issued();
                since = point.seconds();
            }
        }
        return longest;
    }
}
