package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be true before anything is started; whatever is not is said in words that help. */
final class Preflight {
    private static final long DISK_BYTES_MIN = 1L << 30;

    private Preflight() {}

    static void check(StackSettings settings) {
        checkNoneRuns(settings.dataDir());
        checkJar(settings.apiJar());
        checkJar(settings.workerJar());
        checkPorts(settings.ports(), settings.queue());
        checkDisk(settings.dataDir());
    }

    static void checkNoneRuns(Path dataDir) {
        StackState.read(dataDir).flatMap(state -> state.owner().find()).ifPresent(owner -> {
            throw new StackException("a stack is running on " + dataDir + " already (process " + owner.pid()
                    + "); stop it with deploy/local/down");
        });
    }

    private static void checkJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new StackException(jar + " is missing; build it with: mvn -DskipTests package");
        }
    }

    private static void checkPorts(StackPorts ports, QueueType queue) {
        Map<Integer, String> wanted = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        wants(wanted, problems, ports.api(), "the API", "--port-api");
        wants(wanted, problems, ports.apiManagement(), "the API's management", "--port-api-management");
        for (int i = 0; i < ports.workers().size(); i++) {
            wants(wanted, problems, ports.workers().get(i), "worker " + (i + 1), "--port-workers");
        }
        if (queue == QueueType.kafka) {
            wants(wanted, problems, ports.kafka(), "Kafka", "--port-kafka");
            wants(wanted, problems, ports.kafkaController(), "Kafka's controller", "--port-kafka-controller");
        }
        wants(wanted, problems, ports.database(), "the database", "--port-database");
        wants(wanted, problems, ports.redis(), "Redis", "--port-redis");
        if (!problems.isEmpty()) {
            throw new StackException(String.join(System.lineSeparator(), problems));
        }
    }

    private static void wants(Map<Integer, String> wanted, List<String> problems, int port, String who, String option) {
        String other = wanted.putIfAbsent(port, who);
        if (other != null) {
            problems.add(
                    "port " + port + " is wanted by " + other + " and by " + who + "; choose another with " + option);
        } else if (Ports.isTaken(port)) {
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
