package coupon.local;

import coupon.local.StackSettings.QueueType;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.regex.Pattern;

/**
 * What others, {@code down} among them, must know about a stack; kept in a file beside its data.
 *
 * @param ready whether it has got ready
 * @param ownerId the process of the JVM that started it and ends it
 * @param childIds the processes of the stack; only needed if the owner was killed
 * @param asOf when it was written
 */
record StackState(
        boolean ready, long ownerId, QueueType queue, int apiPort, int kafkaPort, List<Long> childIds, Instant asOf) {
    /** Systems tell the time of a start with an error of up to a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The JVM that started it, if it still runs. */
    Optional<ProcessHandle> owner() {
        return find(ownerId);
    }

    /** Those processes of the stack that still run. */
    List<ProcessHandle> children() {
        return childIds.stream().flatMap(id -> find(id).stream()).toList();
    }

    /** One that began after this was written is another, which the system has given the id of one that ended. */
    private Optional<ProcessHandle> find(long id) {
        return ProcessHandle.of(id)
                .filter(process ->
                        process.info().startInstant().orElse(Instant.EPOCH).isBefore(asOf.plus(TOLERANCE)));
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
        try {
            return Optional.of(of(file));
        } catch (RuntimeException anotherForm) {
            throw new StackException(
                    file(dataDir) + " is of another version of deploy/local; stop its stack (process "
                            + file.getProperty("owner") + ") with that version, or delete the file if it has ended",
                    anotherForm);
        }
    }

    private static StackState of(Properties file) {
        return new StackState(
                Boolean.parseBoolean(file.getProperty("ready")),
                Long.parseLong(file.getProperty("owner")),
                QueueType.valueOf(file.getProperty("queue")),
                Integer.parseInt(file.getProperty("port.api")),
                Integer.parseInt(file.getProperty("port.kafka")),
                Pattern.compile("\\d+")
                        .matcher(file.getProperty("children"))
                        .results()
                        .map(id -> Long.parseLong(id.group()))
                        .toList(),
                Instant.parse(file.getProperty("asOf")));
    }

    /** The stack that runs on this data and is ready; a {@link StackException} if there is none. */
    static StackState running(Path dataDir) {
        return read(dataDir)
                .filter(state -> state.ready() && state.owner().isPresent())
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
        String file = """
                # A running stack
                ready=%s
                owner=%s
                queue=%s
                port.api=%s
                port.kafka=%s
                children=%s
                asOf=%s
                """.formatted(ready, ownerId, queue, apiPort, kafkaPort, childIds, asOf);
        Path fresh = file(dataDir).resolveSibling("stack.properties.new");
        try {
            Files.createDirectories(dataDir);
            Files.writeString(fresh, file);
            Files.move(fresh, file(dataDir), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("stack.properties");
    }
}
