package coupon.local;

import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import java.io.IOException;
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

    @Option(names = "--api", required = true, description = "directory with app.jar and jvm.options")
    private Path api = Path.of("");

    @Option(names = "--worker", required = true, description = "directory with app.jar and jvm.options")
    private Path worker = Path.of("");

    @Option(names = "--seconds", defaultValue = "25", description = "of load (default: 25)")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Path data = Files.createTempDirectory("training");
        try (var kafka = new KafkaServer(data.resolve("kafka"), 0, 0, data.resolve("kafka.log"));
                var database = new MariaDbServer(data.resolve("mariadb"), 0, data.resolve("mariadb.log"))) {
            kafka.start();
            database.start();
            Map<String, String> settings = new HashMap<>(StackServers.OPERATOR_LOGIN);
            settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            settings.put("SPRING_R2DBC_URL", database.r2dbcUrl(MariaDbServer.DATABASE));
            train(List.of(
                    application(worker, data.resolve("worker.log"), settings, 8081),
                    application(api, data.resolve("api.log"), settings, API_PORT, 9091)));
        }
        return 0;
    }

    private static AppServer application(Path directory, Path log, Map<String, String> settings, int... ports) {
        Path home = directory.toAbsolutePath();
        var app = new AppServer(home.toString(), home.resolve("app.jar"), log, settings, ports);
        // The heap of a container: above 32 GB object pointers have another size, which the cache would not fit.
        List<String> arguments =
                List.of("@" + home.resolve("jvm.options"), "-Xmx384m", "-XX:AOTCacheOutput=" + home.resolve(CACHE));
        app.setOptions(new AppOptions(arguments, Map.of()));
        return app;
    }

    private void train(List<AppServer> applications) throws IOException {
        applications.forEach(AppServer::start);
        System.out.println("Training for " + seconds + " s");
        new TrainingLoad(new ApiClient(URI.create("http://127.0.0.1:" + API_PORT))).run(Duration.ofSeconds(seconds));
        // Not stop(), which would kill one that is still writing.
        applications.forEach(app -> ProcessHandle.of(app.pid()).ifPresent(ProcessHandle::destroy));
        applications.forEach(app -> app.onExit().join());
        for (AppServer app : applications) {
            Path cache = Path.of(app.name()).resolve(CACHE);
            if (Files.notExists(cache) || Files.size(cache) == 0) {
                throw new StackException(cache + " was not written:\n" + Files.readString(app.log()));
            }
            System.out.println(cache + ": " + Files.size(cache) / 1_000_000 + " MB");
        }
    }
}
