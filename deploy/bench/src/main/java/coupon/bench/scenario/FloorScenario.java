package coupon.bench.scenario;

import coupon.bench.report.Floor;
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
        perSecond(warmUp);
        List<Double> perSecond = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            perSecond.add(perSecond(requests));
        }
        return new Floor(SqlFloor.BATCH, requests, perSecond);
    }

    private double perSecond(int requests) {
        long couponId = bench.coupons(1, requests).get(0).couponId();
        double perSecond = SqlFloor.perSecond(bench.database(), couponId, requests);
        bench.emptyTables();
        return perSecond;
    }
}
