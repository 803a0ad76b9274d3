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
        Map<Integer, String> takers = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Wanted wanted : wanted(settings)) {
            String other = takers.putIfAbsent(wanted.port, wanted.who);
            if (wanted.port != 0 && other != null) {
                problems.add("port " + wanted.port + " is wanted by " + other + " and by " + wanted.who
                        + "; choose another with " + wanted.option);
            } else if (wanted.port != 0 && Ports.isTaken(wanted.port)) {
                problems.add("port " + wanted.port + ", which " + wanted.who + " wants, is in use; choose another with "
                        + wanted.option);
            }
        }
        if (!problems.isEmpty()) {
            throw new StackException(String.join(System.lineSeparator(), problems));
        }
    }

    private static List<Wanted> wanted(StackSettings settings) {
        StackPorts ports = settings.ports();
        List<Wanted> all = new ArrayList<>();
        all.add(new Wanted(ports.api, "the API", "--port-api"));
        all.add(new Wanted(ports.apiManagement, "the API's management", "--port-api-management"));
        for (int number = 1; number <= settings.workers(); number++) {
            all.add(new Wanted(ports.worker(number), "worker " + number, "--port-workers"));
        }
        if (settings.queue() == QueueType.kafka) {
            all.add(new Wanted(ports.kafka, "Kafka", "--port-kafka"));
            all.add(new Wanted(ports.kafkaController, "Kafka's controller", "--port-kafka-controller"));
        }
        all.add(new Wanted(ports.database, "the database", "--port-database"));
        all.add(new Wanted(ports.redis, "Redis", "--port-redis"));
        return all;
    }

    private record Wanted(int port, String who, String option) {}

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
