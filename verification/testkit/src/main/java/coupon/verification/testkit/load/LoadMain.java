package coupon.verification.testkit.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load process: reads plans from its standard input, a line of JSON each, and carries them out one after the other.
 * Its answer to each is a line of JSON for each sample, and then {@value #DONE}, or {@value #FAILED} and why. It ends
 * when its input does, at once: its starter is gone then.
 */
final class LoadMain {
    static final String DONE = "done";
    static final String FAILED = "failed";
    static final JsonMapper JSON = new JsonMapper();

    private static final BlockingQueue<String> PLANS = new LinkedBlockingQueue<>();

    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        Thread worker = new Thread(LoadMain::carryOutAll, "load");
        worker.start();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            PLANS.add(line);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void carryOutAll() {
        while (true) {
            try {
                LoadPlan plan = JSON.readValue(PLANS.take(), LoadPlan.class);
                for (Sample sample : new LoadGenerator(plan).run()) {
                    System.out.println(JSON.writeValueAsString(sample));
                }
                System.out.println(DONE);
            } catch (InterruptedException ending) {
                return;
            } catch (IOException | RuntimeException failure) {
                failure.printStackTrace();
                System.out.println(FAILED + " " + failure.toString().replace('\n', ' '));
            }
        }
    }
}
