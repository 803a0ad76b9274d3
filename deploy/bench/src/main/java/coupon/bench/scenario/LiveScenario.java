package coupon.bench.scenario;

import coupon.bench.report.LatencySummary;
import coupon.bench.report.Report.Verdict;
import coupon.bench.report.SpeedFigure;
import coupon.core.domain.Coupon;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.ProcessUse;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What requests cost, and how long they take, while everything runs. */
record LiveScenario(Bench bench) {
    private static final int RATE = 500;
    private static final int WAIT_SECONDS = 10;
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration JOINING = Duration.ofSeconds(40);

    /** L5, L8 and P7 at a constant rate, over so many coupons. */
    List<SpeedFigure> steady(int count) {
        List<Coupon> coupons = bench.coupons(count, 1_000_000);
        double before = cpuSeconds();
        List<Sample> samples = bench.load.run(bench.openLoop(coupons, RATE, STEADY, WAIT_SECONDS));
        double cpuMillis = (cpuSeconds() - before) * 1_000 / samples.size();
        double memory = bench.applications().stream()
                .mapToDouble(app -> ProcessUse.residentMegabytes(app.pid()))
                .max()
                .orElseThrow();
        Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
        LatencySummary issued = LatencySummary.of(samples.stream()
                .filter(Sample::waited)
                .map(Sample::latencyMicros)
                .toList());
        String load = RATE + "/s, " + count + " coupon(s): ";
        return List.of(
                SpeedFigure.atMost("L5", load + "CPU per request, all processes", verdict.figure(cpuMillis), "ms", 0.8),
                SpeedFigure.atMost("L8", load + "request to coupon, p50", verdict.figure(issued.p50()), "ms", 10),
                SpeedFigure.atMost("L8", load + "request to coupon, p99", verdict.figure(issued.p99()), "ms", 40),
                SpeedFigure.atMost(
                        "P7", load + "resident memory, the largest application", verdict.figure(memory), "MB", 300));
    }

    /** L4. */
    List<SpeedFigure> joining() {
        List<Coupon> coupons = bench.coupons(KafkaObserver.PARTITIONS, 1_000_000);
        CompletableFuture<List<Sample>> load =
                bench.load.runAside(bench.openLoop(coupons, RATE, JOINING, WAIT_SECONDS));
        AppServer worker = bench.stack.addWorker();
        AppServer api = bench.stack.addApi();
        List.of(worker, api).forEach(joining -> joining.setOptions(AppOptions.LIGHT)); // as the local stack would
        worker.start();
        api.start();
        List<Sample> samples = load.join();
        api.stop();
        worker.stop();
        Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
        double longest = samples.stream().mapToLong(Sample::latencyMicros).max().orElseThrow() / 1e3;
        String what = "a worker and an API join at 500/s: longest wait";
        return List.of(SpeedFigure.atMost("L4", what, verdict.figure(longest), "ms", 1_000));
    }

    /** Of all that serves a request. */
    private double cpuSeconds() {
        Stream<ServerProcess> servers = Stream.of(bench.stack.kafka(), bench.stack.database());
        return Stream.concat(servers, bench.applications().stream())
                .mapToDouble(process -> ProcessUse.cpuSeconds(process.pid()))
                .sum();
    }
}
