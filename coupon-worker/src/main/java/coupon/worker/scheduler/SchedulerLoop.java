package coupon.worker.scheduler;

import coupon.worker.consumer.BatchWatchdog;
import coupon.core.incident.Incident;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Polls the line, one poll per interval however long a poll takes, on a thread of its own. Whatever goes wrong is waited
 * out; the thread is never interrupted, because it may be in the middle of a query.
 */
public final class SchedulerLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SchedulerLoop.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration STOP_MAX = Duration.ofSeconds(8);

    private final CouponIssueScheduler scheduler;
    private final Duration pollInterval;
    private final int batchSize;
    private final BatchWatchdog watchdog;
    private final ApplicationEventPublisher events;
    private final Incident incident = new Incident("deciding the next requests");
    private final ExponentialBackOff waits = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private @Nullable BackOffExecution wait;
    private volatile @Nullable Thread thread;

    /**
     * @param pollInterval from the beginning of one poll to that of the next
     * @param batchSize how many requests a poll takes at most
     */
    public SchedulerLoop(
            CouponIssueScheduler scheduler,
            Duration pollInterval,
            int batchSize,
            BatchWatchdog watchdog,
            ApplicationEventPublisher events) {
        this.scheduler = scheduler;
        this.pollInterval = pollInterval;
        this.batchSize = batchSize;
        this.watchdog = watchdog;
        this.events = events;
        waits.setMaxInterval(LONGEST_WAIT.toMillis());
    }

    /** What stands in the way of deciding, if anything does. Any thread may ask. */
    public @Nullable String trouble() {
        return incident.description();
    }

    /** The last step of the worker's start calls it. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        stopping = new CountDownLatch(1);
        Thread polling = new Thread(this::poll, "coupon-issue-scheduler");
        polling.setUncaughtExceptionHandler((dead, failure) -> {
            log.error("the scheduler has ended by itself: this worker is to be restarted", failure);
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
        });
        thread = polling;
        polling.start();
        log.info("polling the line every {}, for {} at most", pollInterval, batchSize);
    }

    /** Returns when what is being decided is decided, or takes too long. */
    @Override
    public void stop() {
        stopping.countDown();
        Thread polling = thread;
        try {
            if (polling != null) {
                polling.join(STOP_MAX.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        Thread polling = thread;
        return polling != null && polling.isAlive();
    }

    private void poll() {
        Duration untilNext = Duration.ZERO;
        while (!isStoppedWithin(untilNext)) {
            long beganNanos = System.nanoTime();
            Duration pause = decided() ? pollInterval : Duration.ofMillis(nextWaitMillis());
            untilNext = pause.minusNanos(System.nanoTime() - beganNanos);
        }
    }

    private boolean decided() {
        watchdog.begin();
        try {
            scheduler.decideNext(batchSize);
            incident.over();
            wait = null;
            return true;
        } catch (RuntimeException failure) {
            incident.attemptFailed(failure);
            return false;
        } finally {
            watchdog.end();
        }
    }

    private long nextWaitMillis() {
        if (wait == null) {
            wait = waits.start();
        }
        return wait.nextBackOff();
    }

    private boolean isStoppedWithin(Duration atMost) {
        try {
            return stopping.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }
}
