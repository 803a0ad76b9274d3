package coupon.worker.start;

import coupon.core.incident.Incident;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Takes the steps of the start in order, on a thread of its own, each as often as it takes: a worker that comes up
 * before its database or its broker waits for them, alive and not ready.
 */
public final class WorkerStart implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkerStart.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(3);

    private final List<StartStep> steps;
    private volatile String progress = "not started";
    private volatile boolean done;
    private @Nullable Thread thread;

    public WorkerStart(List<StartStep> steps) {
        this.steps = List.copyOf(steps);
    }

    public boolean isDone() {
        return done;
    }

    /** What is being waited for, in words. */
    public String progress() {
        return progress;
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

    /** Started after, and stopped before, the containers that its last step starts. */
    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE + 1;
    }

    private void takeSteps() {
        long beganNanos = System.nanoTime();
        try {
            for (StartStep step : steps) {
                takeUntilItWorks(step);
            }
        } catch (InterruptedException stopping) {
            progress = "stopped";
            return;
        }
        done = true;
        progress = "done";
        log.info("started to decide after {} ms", (System.nanoTime() - beganNanos) / 1_000_000);
    }

    private void takeUntilItWorks(StartStep step) throws InterruptedException {
        Incident incident = new Incident(step.activity());
        progress = step.activity();
        while (!worked(step, incident)) {
            progress = incident.description() == null ? step.activity() : incident.description();
            Thread.sleep(WAIT.toMillis());
        }
        incident.over();
    }

    private static boolean worked(StartStep step, Incident incident) throws InterruptedException {
        try {
            step.action().run();
            return true;
        } catch (Exception failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            incident.attemptFailed(failure);
            return false;
        }
    }
}
