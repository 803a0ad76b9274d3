package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.plan.Mode;
import coupon.bench.report.KillRun;
import coupon.bench.report.Verdict;
import coupon.bench.stat.ProgressPoint;
import coupon.bench.stat.Standstill;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A worker is killed while requests come, and launched again a second later. */
public final class KillScenario {
    private static final int COUPONS = 3;
    private static final Duration FIRST_MAX = Duration.ofSeconds(30);
    private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

    private final Bench bench;

    public KillScenario(Bench bench) {
        this.bench = bench;
    }

    public KillRun play(Mode mode, double rate, Duration killAfter, Duration watchFor) throws InterruptedException {
        List<Coupon> coupons = bench.coupons(COUPONS, 1_000_000);
        LoadPlan plan = bench.openLoop(coupons, rate, killAfter.plus(watchFor), 0, 0);
        try (IssuedWatch watch = IssuedWatch.of(bench.database(), Bench.ids(coupons))) {
            CompletableFuture<List<Sample>> load = bench.runAside(plan);
            awaitFirst(watch, coupons);
            Thread.sleep(killAfter.toMillis()); // the schedule of the run, not a wait for something
            AppServer victim = bench.queueSide().ownerOf(coupons.get(0).couponId());
            double killed = watch.seconds();
            victim.kill();
            Thread.sleep(RESTART_AFTER.toMillis());
            victim.launch();
            List<Sample> samples = load.join();
            Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
            victim.awaitAnswer();
            return new KillRun(mode, rate, killed, verdict, standstill(watch, coupons, killed), thinned(watch.all()));
        }
    }

    /** So that what stands still after the kill has moved before it. */
    private static void awaitFirst(IssuedWatch watch, List<Coupon> coupons) {
        await().atMost(FIRST_MAX)
                .until(() -> coupons.stream()
                        .allMatch(coupon -> watch.of(coupon.couponId()).stream().anyMatch(it -> it.issued() > 0)));
    }

    private static double standstill(IssuedWatch watch, List<Coupon> coupons, double killed) {
        return coupons.stream()
                .mapToDouble(coupon -> Standstill.longestSeconds(watch.of(coupon.couponId()), killed))
                .max()
                .orElseThrow();
    }

    /** Not more often than a chart can show. */
    private static List<ProgressPoint> thinned(List<ProgressPoint> points) {
        int every = Math.max(1, points.size() / 600);
        return java.util.stream.IntStream.range(0, points.size())
                .filter(i -> i % every == 0 || i == points.size() - 1)
                .mapToObj(points::get)
                .toList();
    }
}
