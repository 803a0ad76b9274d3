package coupon.bench.scenario;

import coupon.bench.stat.LatencySummary;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.local.server.JvmServer;
import coupon.verification.testkit.ProcessUse;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What requests cost, and how long they take, while everything runs. */
final class LiveScenario {
    private static final int RATE = 500;
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration JOINING = Duration.ofSeconds(40);
    private static final Duration REST_MAX = Duration.ofMinutes(3);

    private final Bench bench;
    private final SpeedFigures figures;

    LiveScenario(Bench bench, SpeedFigures figures) {
        this.bench = bench;
        this.figures = figures;
    }

    /** L5, L8 and P7 at a constant rate, over so many coupons. */
    void steady(int count) {
        List<Coupon> coupons = bench.coupons(count, 1_000_000);
        double before = cpuSeconds();
        List<Sample> samples = bench.run(bench.openLoop(coupons, RATE, STEADY, 2, 10));
        double used = cpuSeconds() - before;
        double memory = bench.applications().stream()
                .mapToDouble(app -> ProcessUse.residentMegabytes(app.pid()))
                .max()
                .orElseThrow();
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        LatencySummary issued = LatencySummary.of(samples.stream()
                .filter(Sample::waited)
                .map(Sample::latencyMicros)
                .toList());
        String load = RATE + "/s, " + count + " coupon(s)";
        figures.atMost("L5", load + ": CPU per request, all processes", held, used * 1_000 / samples.size(), "ms", 0.8);
        figures.atMost("L8", load + ": request to coupon, p50", held, issued.p50(), "ms", 10);
        figures.atMost("L8", load + ": request to coupon, p99", held, issued.p99(), "ms", 40);
        figures.atMost("P7", load + ": resident memory, the largest application", held, memory, "MB", 300);
    }

    /** L4. */
    void joining() throws InterruptedException {
        List<Coupon> coupons = bench.coupons(Partitions.COUNT, 1_000_000);
        CompletableFuture<List<Sample>> load = bench.runAside(bench.openLoop(coupons, RATE, JOINING, 2, 10));
        AppServer worker = bench.addWorker();
        AppServer api = bench.addApi();
        List.of(worker, api).forEach(joining -> joining.setJvmOptions(JvmServer.LIGHT)); // as the local stack would
        worker.start();
        api.start();
        List<Sample> samples = load.join();
        api.stop();
        worker.stop();
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        double longest = samples.stream().mapToLong(Sample::latencyMicros).max().orElseThrow() / 1e3;
        figures.atMost("L4", "a worker and an API join at 500/s: longest wait", held, longest, "ms", 1_000);
    }

    /** L6. */
    void capacity() {
        List<Coupon> coupons = bench.coupons(Partitions.COUNT, 1_000_000);
        Coupon soldOut = bench.coupons(1, 1_000_000_000).get(0);
        bench.database().execute("UPDATE coupon SET stock = 0 WHERE coupon_id = " + soldOut.couponId());
        bench.run(Saturation.of(bench, List.of(soldOut), Saturation.SECONDS));
        double refusals =
                Saturation.perSecond(bench.run(Saturation.of(bench, List.of(soldOut), Saturation.SECONDS)), 409);
        long since = System.nanoTime();
        List<Sample> samples = bench.run(Saturation.of(bench, coupons, 2 * Saturation.SECONDS));
        bench.awaitEmpty(coupons, REST_MAX);
        double seconds = (System.nanoTime() - since) / 1e9;
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        double decided = samples.stream().filter(Sample::isAccepted).count() / seconds;
        figures.ratio("L6", "accepted and decided/s / sold-out refusals/s", held, decided, refusals, 0.4);
    }

    private double cpuSeconds() {
        return bench.processes().stream()
                .mapToDouble(process -> ProcessUse.cpuSeconds(process.pid()))
                .sum();
    }
}
