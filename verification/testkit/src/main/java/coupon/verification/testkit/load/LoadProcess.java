package coupon.verification.testkit.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load process, as seen by the process that started it, and what runs in it. It ends with its starter, however that
 * ends.
 *
 * <p>A plan goes to its standard input, a line of JSON. Its answer is a line of JSON for each sample, and then {@value
 * #DONE}. If it cannot carry out a plan, it ends.
 */
public final class LoadProcess implements AutoCloseable {
    private static final String DONE = "done";
    private static final JsonMapper JSON = new JsonMapper();

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
                            LoadProcess.class.getName())
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
            plans.write(JSON.writeValueAsString(plan) + "\n");
            plans.flush();
            List<Sample> samples = new ArrayList<>();
            String line = answers.readLine();
            for (; line != null && !line.equals(DONE); line = answers.readLine()) {
                samples.add(JSON.readValue(line, Sample.class));
            }
            if (line == null) {
                throw new EOFException("ended");
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

    /** What runs in it. When its input ends, its starter is gone, and it ends at once. */
    public static void main(String[] args) {
        ExecutorService load = Executors.newSingleThreadExecutor();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.lines().forEach(plan -> load.execute(() -> carryOut(plan)));
        Runtime.getRuntime().halt(0);
    }

    private static void carryOut(String plan) {
        try {
            var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
            List<Sample> samples = new LoadGenerator(JSON.readValue(plan, LoadPlan.class)).run();
            samples.forEach(sample -> out.println(JSON.writeValueAsString(sample)));
            out.println(DONE);
            out.flush();
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
