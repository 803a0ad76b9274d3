package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.Report.KillRun;
import coupon.bench.report.Report.ProgressPoint;
import coupon.bench.report.Report.Verdict;
import coupon.bench.report.Stat;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A worker is killed while requests come, and launched again a second later. */
record KillScenario(Bench bench) {
    private static final Duration FIRST_MAX = Duration.ofSeconds(30);
    private static final Duration RESTART_AFTER = Duration.ofSeconds(1);
    private static final int POINTS_OF_A_CHART = 600;

    KillRun play(double rate, Duration killAfter, Duration watchFor) throws InterruptedException {
        List<Coupon> coupons = bench.coupons(KafkaObserver.PARTITIONS, 1_000_000);
        LoadPlan plan = bench.openLoop(coupons, rate, killAfter.plus(watchFor), 0);
        try (IssuedWatch watch = new IssuedWatch(bench.database, coupons)) {
            CompletableFuture<List<Sample>> load = bench.load.runAside(plan);
            // So that what stands still after the kill has moved before it.
            await().atMost(FIRST_MAX)
                    .until(() -> coupons.stream()
                            .allMatch(coupon -> watch.of(coupon).stream().anyMatch(point -> point.issued() > 0)));
            Thread.sleep(killAfter.toMillis()); // the schedule of the run, not a wait for something
            AppServer victim = bench.system.ownerOf(coupons.get(0));
            double killed = watch.seconds(System.nanoTime());
            victim.kill();
            Thread.sleep(RESTART_AFTER.toMillis());
            victim.launch();
            List<Sample> samples = load.join();
            Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
            victim.awaitAnswer();
            double standstill = coupons.stream()
                    .mapToDouble(coupon -> Stat.longestStandstill(watch.of(coupon), killed))
                    .max()
                    .orElseThrow();
            return new KillRun(bench.mode(), rate, killed, verdict, standstill, thinned(watch.all()));
        }
    }

    private static List<ProgressPoint> thinned(List<ProgressPoint> points) {
        int every = Math.max(1, points.size() / POINTS_OF_A_CHART);
        return IntStream.range(0, points.size())
                .filter(i -> i % every == 0 || i == points.size() - 1)
                .mapToObj(points::get)
                .toList();
    }
}
