package coupon.bench.report;

import java.util.List;

/** So many coupons were issued so many seconds after the start. */
public record ProgressPoint(double seconds, long issued) {
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
            if (point.issued > issued) {
                if (point.seconds > fromSeconds) {
                    longest = Math.max(longest, point.seconds - since);
                }
                issued = point.issued;
                since = point.seconds;
            }
        }
        return longest;
    }
}
