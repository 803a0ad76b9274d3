package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must be true before anything is started; whatever is not is said in words that help. */
final class Preflight {
    private static final long DISK_BYTES_MIN = 1L << 30;

    private Preflight() {}

    static void check(StackSettings settings) {
        checkNoneRuns(settings.dataDir());
        checkJar(settings.apiJar());
        checkJar(settings.workerJar());
        checkPorts(settings);
        checkDisk(settings.dataDir());
    }

    static void checkNoneRuns(Path dataDir) {
        StackState.read(dataDir).flatMap(StackState::owner).ifPresent(owner -> {
            throw new StackException("a stack is running on " + dataDir + " already (process " + owner.pid()
                    + "); stop it with deploy/local/down");
        });
    }

    private static void checkJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new StackException(jar + " is missing; build it with: mvn -DskipTests package");
        }
    }

    private static void checkPorts(StackSettings settings) {
        StackPorts ports = settings.ports();
        Map<Integer, String> takers = new HashMap<>();
        List<String> problems = new ArrayList<>();
        wants(takers, problems, ports.api, "the API", "--port-api");
        wants(takers, problems, ports.apiManagement, "the API's management", "--port-api-management");
        for (int number = 1; number <= settings.workers(); number++) {
            wants(takers, problems, ports.worker(number), "worker " + number, "--port-workers");
        }
        if (settings.queue() == QueueType.kafka) {
            wants(takers, problems, ports.kafka, "Kafka", "--port-kafka");
            wants(takers, problems, ports.kafkaController, "Kafka's controller", "--port-kafka-controller");
        }
        wants(takers, problems, ports.database, "the database", "--port-database");
        wants(takers, problems, ports.redis, "Redis", "--port-redis");
        if (!problems.isEmpty()) {
            throw new StackException(String.join(System.lineSeparator(), problems));
        }
    }

    private static void wants(Map<Integer, String> takers, List<String> problems, int port, String who, String option) {
        String other = port == 0 ? null : takers.putIfAbsent(port, who);
        if (other != null) {
            problems.add(
                    "port " + port + " is wanted by " + other + " and by " + who + "; choose another with " + option);
        } else if (port != 0 && Ports.isTaken(port)) {
            problems.add("port " + port + ", which " + who + " wants, is in use; choose another with " + option);
        }
    }

    private static void checkDisk(Path dataDir) {
        try {
            long free = Files.getFileStore(Files.createDirectories(dataDir)).getUsableSpace();
            if (free < DISK_BYTES_MIN) {
                throw new StackException("only " + (free >> 20) + " MiB of disk are free at " + dataDir + ", and "
                        + (DISK_BYTES_MIN >> 20) + " are needed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + dataDir, e);
        }
    }
}
