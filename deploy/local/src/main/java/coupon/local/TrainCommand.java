package coupon.local;

import coupon.local.server.Java;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Records the AOT caches of the container images: both applications run on real servers under load and write {@value
 * #CACHE} when they are stopped. A cache that is recorded at the end of a start holds the loaded classes only; under load
 * it holds the profiles as well, from which the JVM compiles the hot path in the first second instead of the first minute.
 */
@Command(name = "train", hidden = true, description = "Records the AOT caches of the images; JDK 25 or later.")
final class TrainCommand implements Callable<Integer> {
    private static final String CACHE = "app.aot";
    private static final int API_PORT = 9090;
    private static final int API_MANAGEMENT_PORT = 9091;
    private static final int WORKER_PORT = 8081;
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);
    private static final int PROBE_MAX_MILLIS = 2_000;

    @Option(names = "--api", required = true, description = "directory with app.jar and jvm.options")
    private Path api = Path.of("");

    @Option(names = "--worker", required = true, description = "directory with app.jar and jvm.options")
    private Path worker = Path.of("");

    @Option(names = "--seconds", defaultValue = "25", description = "of load (default: 25)")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("training");
        try (var kafka = KafkaServer.at(data.resolve("kafka"), 0, data.resolve("kafka.log"));
                var database = MariaDbServer.at(data.resolve("mariadb"), 0, data.resolve("mariadb.log"))) {
            kafka.start();
            database.start();
            Map<String, String> settings = Map.of(
                    "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "SPRING_R2DBC_URL",
                    database.r2dbcUrl(MariaDbServer.DATABASE),
                    "APP_SECURITY_ADMIN_USERNAME",
                    StackServers.OPERATOR,
                    "APP_SECURITY_ADMIN_PASSWORD",
                    StackServers.OPERATOR_PASSWORD);
            Process workerProcess = start(worker, settings, WORKER_PORT);
            Process apiProcess = start(api, settings, API_MANAGEMENT_PORT);
            System.out.println("Training for " + seconds + " s");
            new TrainingLoad(URI.create("http://127.0.0.1:" + API_PORT)).run(Duration.ofSeconds(seconds));
            apiProcess.destroy();
            workerProcess.destroy();
            keep(api, apiProcess);
            keep(worker, workerProcess);
        }
        return 0;
    }

    private static Process start(Path directory, Map<String, String> settings, int managementPort) throws Exception {
        // The heap of a container: above 32 GB object pointers have another size, which the cache would not fit.
        List<String> command =
                List.of(Java.launcher(), "@jvm.options", "-Xmx384m", "-XX:AOTCacheOutput=" + CACHE, "-jar", "app.jar");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
        builder.environment().putAll(new HashMap<>(settings));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!isReady(managementPort)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new StackException("the application in " + directory + " did not become ready");
            }
            Thread.sleep(PROBE_INTERVAL.toMillis());
        }
        return process;
    }

    private static boolean isReady(int managementPort) throws IOException {
        var connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(PROBE_MAX_MILLIS);
        connection.setReadTimeout(PROBE_MAX_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private static void keep(Path directory, Process process) throws Exception {
        process.waitFor();
        Path cache = directory.resolve(CACHE);
        if (!Files.exists(cache) || Files.size(cache) == 0) {
            throw new StackException("the application in " + directory + " left no AOT cache");
        }
        System.out.println(cache + ": " + Files.size(cache) / 1_000_000 + " MB");
    }
}
