package coupon.local;

import java.nio.file.Path;

/**
 * What a stack is to be.
 *
 * @param home the root of the project, where the built jars are
 * @param dataDir of the servers; made if missing, used again if it is there
 * @param logDir one log for each process
 * @param workers how many
 * @param fresh whether to delete what the servers have stored first
 * @param supervised whether a process that ends by itself is started again
 */
public record StackSettings(
        Path home,
        Path dataDir,
        Path logDir,
        StackPorts ports,
        int workers,
        QueueType queue,
        boolean fresh,
        boolean supervised) {
    /** The queue between the API and the workers. */
    public enum QueueType {
        kafka,
        redis
    }

    /** For tests: in {@code directory}, on free ports, with Kafka as queue and nobody who restarts what they kill. */
    public static StackSettings forTests(Path home, Path directory, int workers) {
        Path data = directory.resolve("data");
        Path logs = directory.resolve("logs");
        return new StackSettings(home, data, logs, new StackPorts(), workers, QueueType.kafka, false, false);
    }

    public StackSettings withQueue(QueueType other) {
        return new StackSettings(home, dataDir, logDir, ports, workers, other, fresh, supervised);
    }

    Path apiJar() {
        return home.resolve("coupon-api/target/coupon-api.jar");
    }

    Path workerJar() {
        return home.resolve("coupon-worker/target/coupon-worker.jar");
    }
}
