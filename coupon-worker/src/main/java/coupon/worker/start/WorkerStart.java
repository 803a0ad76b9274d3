package coupon.worker.start;

import coupon.core.incident.Incident;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes the steps of the start in order, on a thread of its own, each as often as it takes: a worker that starts before
 * its database or its broker waits for them, alive and not ready. The last step starts deciding.
 */
public final class WorkerStart implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkerStart.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(3);

    private final List<Step> steps;
    private volatile @Nullable String trouble = "starting: not yet";
    private @Nullable Thread thread;

    /**
     * Something that must have worked before the worker decides.
     *
     * @param activity as in "migrating the database"
     * @param action may fail, and be run again
     */
    record Step(String activity, Runnable action) {}

    WorkerStart(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** What is being waited for; null if all steps are taken. For any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public synchronized void start() {
        Thread starting = new Thread(this::takeSteps, "worker-start");
        starting.setDaemon(true);
        thread = starting;
        starting.start();
    }

    @Override
    public synchronized void stop() {
        Thread starting = thread;
        if (starting == null) {
            return;
        }
        thread = null;
        starting.interrupt();
        try {
            starting.join(STOP_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void takeSteps() {
        long beganNanos = System.nanoTime();
        try {
            for (Step step : steps) {
                take(step);
            }
        } catch (InterruptedException stopping) {
            trouble = "starting: stopped";
            return;
        }
        trouble = null;
        log.info("started to decide after {} ms", (System.nanoTime() - beganNanos) / 1_000_000);
    }

    private void take(Step step) throws InterruptedException {
        var incident = Incident.fromStart(step.activity());
        trouble = "starting: " + step.activity();
        while (true) {
            try {
                step.action().run();
                incident.over();
                return;
            } catch (RuntimeException failure) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                incident.attemptFailed(failure);
                trouble = "starting: " + incident.description();
            }
            Thread.sleep(WAIT.toMillis());
        }
    }
}
