package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.LatencySummary;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The system as its user starts it, with requests from the second on in which {@code deploy/local/up} returns. */
final class UpScenario {
    private static final List<String> PORTS =
            List.of("api", "api-management", "workers", "kafka", "kafka-controller", "database", "redis");
    private static final Duration PHASE = Duration.ofSeconds(30);

    private final BenchRun run;
    private final Path directory;

    UpScenario(BenchRun run) {
        this.run = run;
        this.directory = run.directory.resolve("up");
    }

    /** L2 and L3. */
    void play(SpeedFigures figures) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        List<String> up = new ArrayList<>(List.of("up", "--detach", "--workers", "3"));
        PORTS.forEach(port -> up.addAll(List.of("--port-" + port, "0")));
        long since = System.nanoTime();
        execute(up);
        figures.atMost("L2", "deploy/local/up, 3 workers", true, (System.nanoTime() - since) / 1e9, "s", 15);
        try {
            URI api = URI.create("http://127.0.0.1:" + state().getProperty("port.api"));
            List<Long> coupons = coupons(api);
            List<Sample> samples = new ArrayList<>(phase(api, coupons, 200, 1));
            samples.addAll(phase(api, coupons, 500, 100_000));
            LatencySummary latency = LatencySummary.of(
                    samples.stream().map(Sample::latencyMicros).toList());
            long refused =
                    samples.stream().filter(sample -> !sample.isAccepted()).count();
            figures.atMost("L3", "from its return, 200/s then 500/s: not accepted", true, refused, "", 0);
            figures.atMost("L3", "the same, p99", true, latency.p99(), "ms", 250, Map.of("p50 ms", latency.p50()));
            figures.atMost("L3", "the same, longest", true, latency.max(), "ms", 1_000);
        } finally {
            execute(List.of("down"));
        }
    }

    /** One for each partition, known to the API. */
    private static List<Long> coupons(URI api) {
        Operator operator = new Operator(api);
        List<Long> ids = Stream.generate(() -> operator.createCoupon("speed", 1_000_000))
                .limit(KafkaSide.PARTITIONS)
                .toList();
        await().ignoreExceptions().until(() -> ids.stream().allMatch(id -> operator.queueSize(id) == 0));
        return ids;
    }

    private List<Sample> phase(URI api, List<Long> coupons, int rate, long firstUser) {
        return run.load.run(LoadPlan.open(api, coupons, firstUser, rate, PHASE, 0, 0));
    }

    private Properties state() throws IOException {
        Properties state = new Properties();
        try (InputStream in = Files.newInputStream(directory.resolve("data/stack.properties"))) {
            state.load(in);
        }
        return state;
    }

    private void execute(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.set(
                0, run.home.resolve("deploy/local").resolve(arguments.get(0)).toString());
        command.addAll(List.of("--data", directory.resolve("data").toString()));
        command.addAll(List.of("--logs", directory.resolve("logs").toString()));
        Path log = directory.resolve(arguments.get(0) + ".log");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(log));
        }
    }
}
