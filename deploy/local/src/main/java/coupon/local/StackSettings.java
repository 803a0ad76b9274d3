package coupon.local;

import coupon.local.server.AppOptions;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a stack is to be.
 *
 * @param home the root of the project, where the built jars are
 * @param dataDir of the servers; made if missing, used again if it is there
 * @param logDir one log for each process
 * @param workers how many
 * @param fresh whether to delete what the servers have stored first
 * @param supervised whether a process that ends by itself is started again
 * @param options what is added to the settings of {@code kafka}, {@code producer} (the API), {@code consumer-1}, {@code
 *     consumer-2}, … when they are first started
 */
public record StackSettings(
        Path home,
        Path dataDir,
        Path logDir,
        StackPorts ports,
        int workers,
        QueueType queue,
        boolean fresh,
        boolean supervised,
        Map<String, AppOptions> options) {
    /** The queue between the API and the workers. */
    public enum QueueType {
        kafka,
        redis
    }

    public StackSettings {
        options = Map.copyOf(options);
    }

    /** For tests: in {@code directory}, on free ports, with Kafka as queue and nobody who restarts what they kill. */
    public static StackSettings forTests(Path home, Path directory, int workers) {
        Path data = directory.resolve("data");
        Path logs = directory.resolve("logs");
        return new StackSettings(home, data, logs, new StackPorts(), workers, QueueType.kafka, false, false, Map.of());
    }

    public StackSettings withOptions(Map<String, AppOptions> others) {
        return new StackSettings(home, dataDir, logDir, ports, workers, queue, fresh, supervised, others);
    }

    public StackSettings withQueue(QueueType other) {
        return new StackSettings(home, dataDir, logDir, ports, workers, other, fresh, supervised, options);
    }

    Path apiJar() {
        return home.resolve("coupon-api/target/coupon-api.jar");
    }

    Path workerJar() {
        return home.resolve("coupon-worker/target/coupon-worker.jar");
    }

    AppOptions optionsOf(String name) {
        return options.getOrDefault(name, AppOptions.NONE);
    }
}
