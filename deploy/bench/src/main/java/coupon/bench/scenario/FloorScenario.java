package coupon.bench.scenario;

import coupon.bench.report.Floor;
import coupon.bench.stat.Median;
import java.util.ArrayList;
import java.util.List;

/** {@link SqlFloor}, repeated. */
public final class FloorScenario {
    private final Bench bench;

    public FloorScenario(Bench bench) {
        this.bench = bench;
    }

    /** @param warmUp requests that are inserted before it counts */
    public Floor play(int warmUp, int requests, int repeats) {
        perSecond(warmUp, true);
        List<Double> perSecond = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            perSecond.add(perSecond(requests, true));
        }
        return new Floor(SqlFloor.BATCH, requests, perSecond);
    }

    /** What the numbers of the winners leave of the speed without them; with and without by turns, medians. */
    double numberedShare(int requests, int repeats) {
        List<Double> numbered = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            plain.add(perSecond(requests, false));
            numbered.add(perSecond(requests, true));
        }
        return Median.of(numbered) / Median.of(plain);
    }

    private double perSecond(int requests, boolean numbered) {
        long couponId = bench.coupons(1, requests).get(0).couponId();
        double perSecond = SqlFloor.perSecond(bench.database(), couponId, requests, numbered);
        bench.emptyTables();
        return perSecond;
    }
}
