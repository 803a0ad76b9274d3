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

    private final Process process;
    final URI uri;
    final double cpuSecondsToReady;

    private BareServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
        await().atMost(START_MAX)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(this::isReady);
        this.cpuSecondsToReady = ProcessUse.cpuSeconds(process.pid());
    }

    static BareServer start(BenchRun run) throws IOException {
        int port = Ports.free();
        String workers = Files.readString(run.home.resolve("coupon-worker/target/class-path.txt"))
                .strip();
        String classPath = Stream.of(workers.split(File.pathSeparator))
                        .filter(jar -> !NOT_BARE.matcher(
                                        Path.of(jar).getFileName().toString())
                                .find())
                        .collect(Collectors.joining(File.pathSeparator))
                + File.pathSeparator
                + run.home.resolve("deploy/bench/target/coupon-bench.jar");
        Process process = new ProcessBuilder(
                        JvmServer.launcher(),
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        BareApplication.class.getName(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(run.directory.resolve("bare.log").toFile())
                .start();
        try {
            return new BareServer(process, URI.create("http://127.0.0.1:" + port));
        } catch (RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private boolean isReady() throws IOException {
        uri.resolve("/actuator/health").toURL().openStream().close();
        return true;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
