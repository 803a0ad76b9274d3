package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
                QueueType.valueOf(file.getProperty("queue", QueueType.kafka.name())),
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
}
