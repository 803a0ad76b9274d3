package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.LatencySummary;
import coupon.bench.report.SpeedFigure;
import coupon.local.server.Ports;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The system as its user starts it, with requests from the second on in which {@code deploy/local/up} returns. */
final class UpScenario {
    private static final List<String> OTHER_PORTS =
            List.of("api-management", "workers", "kafka", "kafka-controller", "database", "redis");
    private static final Duration PHASE = Duration.ofSeconds(30);

    private final BenchRun run;
    private final Path directory;

    UpScenario(BenchRun run) {
        this.run = run;
        this.directory = run.directory.resolve("up");
    }

    /** L2 and L3. */
    List<SpeedFigure> play() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = Ports.free();
        List<String> options = new ArrayList<>(List.of("--detach", "--workers", "3", "--port-api", "" + port));
        OTHER_PORTS.forEach(other -> options.addAll(List.of("--port-" + other, "0")));
        long since = System.nanoTime();
        execute("up", options);
        double seconds = (System.nanoTime() - since) / 1e9;
        try {
            URI api = URI.create("http://127.0.0.1:" + port);
            List<Long> coupons = coupons(api);
            List<Sample> samples = new ArrayList<>(phase(api, coupons, 200, 1));
            samples.addAll(phase(api, coupons, 500, 100_000));
            LatencySummary latency = LatencySummary.of(
                    samples.stream().map(Sample::latencyMicros).toList());
            long refused =
                    samples.stream().filter(sample -> !sample.isAccepted()).count();
            Map<String, Double> parts = Map.of("p50 ms", latency.p50());
            return List.of(
                    SpeedFigure.atMost("L2", "deploy/local/up, 3 workers", seconds, "s", 15),
                    SpeedFigure.atMost("L3", "from its return, 200/s then 500/s: not accepted", refused, "", 0),
                    SpeedFigure.atMost("L3", "the same, p99", latency.p99(), "ms", 250, parts),
                    SpeedFigure.atMost("L3", "the same, longest", latency.max(), "ms", 1_000));
        } finally {
            execute("down", List.of());
        }
    }

    /** One for each partition, known to the API. */
    private static List<Long> coupons(URI api) {
        CouponClient client = new CouponClient(api);
        List<Long> ids = Stream.generate(() -> client.createCoupon("bench", 1_000_000))
                .limit(KafkaObserver.PARTITIONS)
                .toList();
        await().ignoreExceptions().until(() -> ids.stream().allMatch(id -> client.queueSize(id) == 0));
        return ids;
    }

    private List<Sample> phase(URI api, List<Long> coupons, int rate, long firstUser) {
        return run.load.run(LoadPlan.open(api, coupons, firstUser, rate, PHASE, 0));
    }

    private void execute(String command, List<String> options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(run.home.resolve("deploy/local").resolve(command).toString());
        all.addAll(options);
        all.addAll(List.of("--data", directory.resolve("data").toString()));
        all.addAll(List.of("--logs", directory.resolve("logs").toString()));
        Path log = directory.resolve(command + ".log");
        int code = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(all + " failed: " + Files.readString(log));
        }
    }
}
