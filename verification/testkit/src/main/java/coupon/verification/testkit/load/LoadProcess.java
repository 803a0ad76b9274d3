package coupon.verification.testkit.load;

import java.io.BufferedReader;
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
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load process, as seen by the process that started it, and what runs in it. It ends with its starter, however that
 * ends.
 *
 * <p>A plan goes to its standard input, a line of JSON. Its answer is a line of JSON for each sample, and then {@value
 * #DONE}, or {@value #FAILED} and why.
 */
public final class LoadProcess implements AutoCloseable {
    private static final String DONE = "done";
    private static final String FAILED = "failed";
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
            String line = answer();
            for (; line.startsWith("{"); line = answer()) {
                samples.add(JSON.readValue(line, Sample.class));
            }
            if (!line.equals(DONE)) {
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

    /** What runs in it. When its input ends, its starter is gone, and it ends at once. */
    public static void main(String[] args) throws IOException {
        BlockingQueue<String> plans = new LinkedBlockingQueue<>();
        new Thread(() -> carryOut(plans), "load").start();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            plans.add(line);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void carryOut(BlockingQueue<String> plans) {
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        while (true) {
            try {
                LoadPlan plan = JSON.readValue(plans.take(), LoadPlan.class);
                new LoadGenerator(plan).run().forEach(sample -> out.println(JSON.writeValueAsString(sample)));
                out.println(DONE);
            } catch (InterruptedException ending) {
                return;
            } catch (IOException | RuntimeException failure) {
                failure.printStackTrace();
                out.println(FAILED + " " + failure.toString().replace('\n', ' '));
            }
            out.flush();
        }
    }
}
