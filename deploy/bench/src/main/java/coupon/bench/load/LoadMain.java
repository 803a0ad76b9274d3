package coupon.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load process: reads plans from its standard input, a line of JSON each, carries them out one after the other and
 * answers each with a line, {@value #DONE} or {@value #FAILED} and why. It ends when its input does, at once.
 *
 * <p>It stays for a whole comparison, so that what is measured is never this JVM's warming up.
 */
final class LoadMain {
    static final String DONE = "done";
    static final String FAILED = "failed";

    private static final PrintStream ANSWERS = System.out;

    private final ClosedCalls closedCalls = new ClosedCalls();
    private final String gatlingDirectory;

    private LoadMain(String gatlingDirectory) {
        this.gatlingDirectory = gatlingDirectory;
    }

    public static void main(String[] args) throws IOException {
        System.setOut(System.err); // Gatling talks
        var main = new LoadMain(args[0]);
        main.closedCalls.warmUp();
        ANSWERS.println(DONE);
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "load");
            thread.setDaemon(true);
            return thread;
        };
        var worker = Executors.newSingleThreadExecutor(daemons);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String plan = line;
            worker.execute(() -> main.carryOut(plan));
        }
        Runtime.getRuntime().halt(0); // whoever asked is gone, so a run under way is for nobody
    }

    private void carryOut(String line) {
        try {
            LoadPlan plan = new JsonMapper().readValue(line, LoadPlan.class);
            var log = new SampleLog(plan);
            if (plan.kind() == LoadPlan.Kind.OPEN) {
                IssueSimulation.prepare(plan, log);
                runGatling();
            } else {
                closedCalls.run(plan, log);
            }
            SampleFile.write(plan.samples(), log.all());
            ANSWERS.println(DONE);
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace();
            ANSWERS.println(FAILED + " " + failure.toString().replace('\n', ' '));
        }
    }

    private void runGatling() {
        int code = io.gatling.app.Gatling$.MODULE$.fromArgs(new String[] {
            "--simulation", IssueSimulation.class.getName(), "--results-folder", gatlingDirectory, "--no-reports"
        });
        if (code != 0) {
            throw new IllegalStateException("Gatling ended with " + code);
        }
    }
}
