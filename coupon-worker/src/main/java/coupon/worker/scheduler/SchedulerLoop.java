package coupon.worker.scheduler;

import coupon.core.incident.Incident;
import coupon.worker.consumer.BatchRetries;
import coupon.worker.consumer.BatchWatchdog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Polls the queue, one poll per interval however long a poll takes, on a thread of its own. Whatever fails is tried
 * again; the thread is never interrupted, because it may be in the middle of a query.
 */
public final class SchedulerLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SchedulerLoop.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(8);

    private final CouponIssueScheduler scheduler;
    private final Duration pollInterval;
    private final int batchSize;
    private final BatchWatchdog watchdog;
    private final Consumer<Throwable> broken;
    private final Incident incident = new Incident("deciding the next requests");
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable BackOffExecution waits;
    private volatile @Nullable Thread thread;

    /**
     * @param pollInterval from the beginning of one poll to that of the next
     * @param batchSize how many requests a poll takes at most
     * @param broken called if the thread ends by an error
     */
    public SchedulerLoop(
            CouponIssueScheduler scheduler,
            Duration pollInterval,
            int batchSize,
            BatchWatchdog watchdog,
            Consumer<Throwable> broken) {
        this.scheduler = scheduler;
        this.pollInterval = pollInterval;
        this.batchSize = batchSize;
        this.watchdog = watchdog;
        this.broken = broken;
    }

    /** What prevents deciding; null if nothing does. For any thread. */
    public @Nullable String trouble() {
        if (!isRunning()) {
            return "the scheduler is stopped";
        }
        String trouble = incident.description();
        return trouble != null ? trouble : watchdog.trouble();
    }

    /** The last step of the worker's start calls it. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public synchronized void start() {
        Thread polling = new Thread(this::poll, "coupon-issue-scheduler");
        polling.setUncaughtExceptionHandler((dead, failure) -> broken.accept(failure));
        thread = polling;
        polling.start();
        log.info("polling the queue every {}, for {} at most", pollInterval, batchSize);
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
        try {
            while (!stopping.await(untilNext.toNanos(), TimeUnit.NANOSECONDS)) {
                long beganNanos = System.nanoTime();
                untilNext = decide().minusNanos(System.nanoTime() - beganNanos);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return from the beginning of this poll to that of the next */
    private Duration decide() {
        watchdog.begin();
        try {
            scheduler.decideNext(batchSize);
            incident.over();
            waits = null;
            return pollInterval;
        } catch (RuntimeException failure) {
            incident.attemptFailed(failure);
            waits = waits == null ? BatchRetries.waits().start() : waits;
            return Duration.ofMillis(waits.nextBackOff());
        } finally {
            watchdog.end();
        }
    }
}
