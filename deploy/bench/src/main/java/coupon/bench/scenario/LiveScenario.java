package coupon.bench.scenario;

import coupon.bench.report.LatencySummary;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.local.server.JvmServer;
import coupon.local.server.ServerProcess;
import coupon.verification.testkit.ProcessUse;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What requests cost, and how long they take, while everything runs. */
record LiveScenario(Bench bench, SpeedFigures figures) {
    private static final int RATE = 500;
    private static final int WAIT_SECONDS = 10;
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration JOINING = Duration.ofSeconds(40);

    /** L5, L8 and P7 at a constant rate, over so many coupons. */
    void steady(int count) {
        List<Coupon> coupons = bench.coupons(count, 1_000_000);
        double before = cpuSeconds();
        List<Sample> samples = bench.load.run(bench.openLoop(coupons, RATE, STEADY, WAIT_SECONDS));
        double cpuMillis = (cpuSeconds() - before) * 1_000 / samples.size();
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
        figures.atMost("L5", load + ": CPU per request, all processes", held, cpuMillis, "ms", 0.8);
        figures.atMost("L8", load + ": request to coupon, p50", held, issued.p50(), "ms", 10);
        figures.atMost("L8", load + ": request to coupon, p99", held, issued.p99(), "ms", 40);
        figures.atMost("P7", load + ": resident memory, the largest application", held, memory, "MB", 300);
    }

    /** L4. */
    void joining() {
        List<Coupon> coupons = bench.coupons(KafkaSide.PARTITIONS, 1_000_000);
        CompletableFuture<List<Sample>> load =
                bench.load.runAside(bench.openLoop(coupons, RATE, JOINING, WAIT_SECONDS));
        AppServer worker = bench.stack.addWorker();
        AppServer api = bench.stack.addApi();
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

    /** Of all that serves a request. */
    private double cpuSeconds() {
        Stream<ServerProcess> servers = Stream.of(bench.stack.kafka(), bench.stack.database());
        return Stream.concat(servers, bench.applications().stream())
                .mapToDouble(process -> ProcessUse.cpuSeconds(process.pid()))
                .sum();
    }
}
