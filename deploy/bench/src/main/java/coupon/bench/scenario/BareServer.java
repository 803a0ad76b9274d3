package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.bare.BareApplication;
import coupon.local.server.JvmServer;
import coupon.local.server.Ports;
import coupon.verification.testkit.ProcessUse;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link BareApplication} in a JVM of its own, started as the applications are. */
final class BareServer implements AutoCloseable {
    /** What the worker has beyond WebFlux and Actuator. */
    private static final Pattern NOT_BARE = Pattern.compile(
            "kafka|flyway|r2dbc|mysql|redis|lettuce|opentelemetry|tracing|jdbc|data-|coupon|zstd|lz4|snappy|picocli"
                    + "|fastutil|spring-tx|transaction");

    private static final Duration START_MAX = Duration.ofMinutes(3);

    final URI uri;
    final double cpuSecondsToReady;
    private final Process process;

    BareServer(BenchRun run) throws IOException {
        int port = Ports.free();
        uri = URI.create("http://127.0.0.1:" + port);
        process = new ProcessBuilder(
                        JvmServer.launcher(),
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx256m",
                        "-cp",
                        classPath(run.home),
                        BareApplication.class.getName(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(run.directory.resolve("bare.log").toFile())
                .start();
        try {
            await().atMost(START_MAX)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            uri.resolve("/actuator/health").toURL().openStream().close());
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
        cpuSecondsToReady = ProcessUse.cpuSeconds(process.pid());
    }

    private static String classPath(Path home) throws IOException {
        String workers = Files.readString(home.resolve("coupon-worker/target/class-path.txt"))
                .strip();
        Stream<String> bare = Stream.of(workers.split(File.pathSeparator))
                .filter(jar ->
                        !NOT_BARE.matcher(Path.of(jar).getFileName().toString()).find());
        return Stream.concat(
                        bare,
                        Stream.of(home.resolve("deploy/bench/target/coupon-bench.jar")
                                .toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
