package coupon.bench.report;

import java.util.List;

/**
 * A backlog that came while the workers were frozen, worked off by warm workers.
 *
 * @param workers that run
 * @param coupons over which the backlog is spread evenly
 * @param databaseAwayMillis by which the network to the database was made slower
 * @param requests in the backlog
 * @param perSecond coupons issued a second, of each repetition: from the thaw until the last was committed
 * @param progress of the last repetition
 */
public record DrainRun(
        Mode mode,
        int workers,
        int coupons,
        long databaseAwayMillis,
        int requests,
        Verdict verdict,
        List<Double> perSecond,
        List<ProgressPoint> progress) {
    public DrainRun {
        perSecond = verdict.held() ? List.copyOf(perSecond) : List.of();
        progress = List.copyOf(progress);
    }

    /** NaN if a guarantee was broken. */
    public double medianPerSecond() {
        return Median.of(perSecond);
    }
}
