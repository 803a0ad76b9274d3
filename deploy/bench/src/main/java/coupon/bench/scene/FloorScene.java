package coupon.bench.scene;

import coupon.bench.report.Floor;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The floor under a backlog: the same decisions by the same processor on the same database, batch after batch, with no
 * queue before it and no results behind it. What the queue costs is what is missing to it.
 */
public final class FloorScene {
    /** Of a worker as shipped. */
    private static final int BATCH = 2_000;

    private final Bench bench;

    public FloorScene(Bench bench) {
        this.bench = bench;
    }

    /** @param warmUp requests that are decided before it counts */
    public Floor play(int warmUp, int requests, int repeats) {
        ConnectionPool pool = new ConnectionPool(
                ConnectionPoolConfiguration.builder(bench.database().connections())
                        .initialSize(1)
                        .maxSize(1)
                        .build());
        try {
            var processor = new CouponIssueProcessor(new R2dbcCouponIssueStore(pool), Clock.systemUTC());
            decide(processor, warmUp);
            List<Double> perSecond = new ArrayList<>();
            for (int repeat = 0; repeat < repeats; repeat++) {
                perSecond.add(decide(processor, requests));
            }
            return new Floor(BATCH, requests, perSecond);
        } finally {
            pool.dispose();
        }
    }

    private double decide(CouponIssueProcessor processor, int requests) {
        List<Coupon> coupons = bench.coupons(1, requests);
        List<CouponIssueEvent> events = Crowd.of(bench, coupons, requests);
        List<CouponIssueRequest> line = IntStream.range(0, requests)
                .mapToObj(place -> new CouponIssueRequest(events.get(place), new QueuePosition(0, place)))
                .toList();
        long since = System.nanoTime();
        for (int from = 0; from < requests; from += BATCH) {
            processor
                    .processBatch(line.subList(from, Math.min(requests, from + BATCH)))
                    .block();
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        bench.emptyTables();
        return requests / seconds;
    }
}
