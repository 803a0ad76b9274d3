package coupon.verification.testkit.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The load process as seen by the process that started it. It ends with its starter, however that ends. */
public final class LoadProcess implements AutoCloseable {
    private final Process process;
    private final Writer plans;
    private final BufferedReader answers;
    private final Path log;

    private LoadProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.plans = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it; it is ready for plans at once.
     *
     * @param directory for its log; made if missing
     */
    public static LoadProcess start(Path directory) {
        Path log = directory.resolve("load.log").toAbsolutePath();
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1", // it waits for the network, and must not compile beside it
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            LoadMain.class.getName())
                    .redirectError(log.toFile());
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            return new LoadProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the load process", e);
        }
    }

    /** Carries out a plan and returns a sample for each request. */
    public synchronized List<Sample> run(LoadPlan plan) {
        try {
            plans.write(LoadMain.JSON.writeValueAsString(plan) + "\n");
            plans.flush();
            List<Sample> samples = new ArrayList<>();
            String line = answer();
            for (; line.startsWith("{"); line = answer()) {
                samples.add(LoadMain.JSON.readValue(line, Sample.class));
            }
            if (!line.equals(LoadMain.DONE)) {
                throw new IllegalStateException("the load process: " + line + "; its log: " + log);
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer of the load process; its log: " + log, e);
        }
    }

    /** As {@link #run}, while the caller does something else. One at a time. */
    public CompletableFuture<List<Sample>> runAside(LoadPlan plan) {
        return CompletableFuture.supplyAsync(() -> run(plan));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String answer() throws IOException {
        return Objects.requireNonNullElse(answers.readLine(), "ended");
    }
}
