package coupon.local;

import coupon.local.StackSettings.QueueType;
import coupon.local.server.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What others, {@code down} among them, must know about a stack; kept in a file beside its data.
 *
 * @param ready whether it has got ready
 * @param owner the JVM that started it and ends it
 * @param children the processes of the stack; only needed if the owner was killed
 */
record StackState(
        boolean ready, ProcessId owner, QueueType queue, int apiPort, int kafkaPort, List<ProcessId> children) {
    /** That of a stack whose owner this JVM is. */
    static StackState of(boolean ready, QueueType queue, StackServers servers) {
        List<ProcessId> children = servers.all().stream()
                .filter(ServerProcess::isAlive)
                .flatMap(server -> ProcessHandle.of(server.pid()).stream())
                .map(ProcessId::of)
                .toList();
        ProcessId owner = ProcessId.of(ProcessHandle.current());
        return new StackState(ready, owner, queue, servers.api().port(), servers.kafka.port(), children);
    }

    static Optional<StackState> read(Path dataDir) {
        Properties file = new Properties();
        try (InputStream in = Files.newInputStream(file(dataDir))) {
            file.load(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new StackState(
                Boolean.parseBoolean(file.getProperty("ready")),
                ProcessId.parse(file.getProperty("owner")),
                QueueType.valueOf(file.getProperty("queue")),
                Integer.parseInt(file.getProperty("port.api")),
                Integer.parseInt(file.getProperty("port.kafka")),
                Stream.of(file.getProperty("children").split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(ProcessId::parse)
                        .toList()));
    }

    /**
     * The stack that runs on this data and is ready.
     *
     * @throws StackException if there is none
     */
    static StackState running(Path dataDir) {
        return read(dataDir)
                .filter(state -> state.ready() && state.owner().find().isPresent())
                .orElseThrow(() ->
                        new StackException("no stack is running on " + dataDir + "; start one with deploy/local/up"));
    }

    static void delete(Path dataDir) {
        try {
            Files.deleteIfExists(file(dataDir));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file as a whole, so that a reader never sees half of it. */
    void write(Path dataDir) {
        Properties file = new Properties();
        file.setProperty("ready", Boolean.toString(ready));
        file.setProperty("owner", owner.toString());
        file.setProperty("queue", queue.name());
        file.setProperty("port.api", Integer.toString(apiPort));
        file.setProperty("port.kafka", Integer.toString(kafkaPort));
        file.setProperty("children", children.stream().map(ProcessId::toString).collect(Collectors.joining(" ")));
        Path fresh = file(dataDir).resolveSibling("stack.properties.new");
        try {
            Files.createDirectories(dataDir);
            try (OutputStream out = Files.newOutputStream(fresh)) {
                file.store(out, "A running stack");
            }
            Files.move(fresh, file(dataDir), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("stack.properties");
    }

    /** A process, by its id and the time it began: ids are used again by the system, and then mean somebody else. */
    record ProcessId(long pid, Instant startedAt) {
        /** Systems tell the time of a start with an error of up to a second. */
        private static final Duration TOLERANCE = Duration.ofSeconds(2);

        static ProcessId of(ProcessHandle process) {
            return new ProcessId(process.pid(), startOf(process));
        }

        /** The inverse of {@link #toString()}. */
        static ProcessId parse(String text) {
            String[] parts = text.split("@", 2);
            return new ProcessId(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
        }

        /** The process, if it still runs. */
        Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            Duration.between(startOf(process), startedAt).abs().compareTo(TOLERANCE) < 0);
        }

        @Override
        public String toString() {
            return pid + "@" + startedAt.toEpochMilli();
        }

        private static Instant startOf(ProcessHandle process) {
            return process.info().startInstant().orElse(Instant.EPOCH);
        }
    }
}
