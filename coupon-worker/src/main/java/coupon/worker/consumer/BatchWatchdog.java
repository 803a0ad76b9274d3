package coupon.worker.consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a worker one of whose batches hangs.
 *
 * <p>A query has no time limit here, because giving one up leaves its connection in an unknown state; and a connection
 * whose other end vanished silently never answers. A worker that ends is replaced, and what it did is safe.
 */
public final class BatchWatchdog implements MeterBinder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchWatchdog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration REMARKABLE = Duration.ofSeconds(10);

    private final Duration batchMax;
    private final Runnable endWorker;
    private final Map<Thread, Long> beganNanos = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "batch-watchdog");
        watching.setDaemon(true);
        return watching;
    });

    /** @param batchMax how long one attempt at a batch may take, its publication included */
    public BatchWatchdog(Duration batchMax, Runnable endWorker) {
        this.batchMax = batchMax;
        this.endWorker = endWorker;
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("coupon.batch.running", this, TimeUnit.NANOSECONDS, BatchWatchdog::longestNanos)
                .description("For how long the longest attempt at a batch has been running; 0 if none is")
                .register(registry);
    }

    /** That an attempt takes remarkably long; null if none does. For any thread. */
    public @Nullable String trouble() {
        Duration longest = Duration.ofNanos(longestNanos());
        return longest.compareTo(REMARKABLE) < 0 ? null : "a batch has been running for " + longest.toSeconds() + " s";
    }

    /** The calling thread begins an attempt. */
    public void begin() {
        beganNanos.put(Thread.currentThread(), System.nanoTime());
    }

    /** The calling thread's attempt has succeeded, or failed. */
    public void end() {
        beganNanos.remove(Thread.currentThread());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private long longestNanos() {
        long now = System.nanoTime();
        return beganNanos.values().stream()
                .mapToLong(began -> now - began)
                .max()
                .orElse(0);
    }

    private void look() {
        beganNanos.forEach((hanging, began) -> {
            Duration age = Duration.ofNanos(System.nanoTime() - began);
            if (age.compareTo(batchMax) > 0) {
                var where = new IllegalStateException("here");
                where.setStackTrace(hanging.getStackTrace());
                log.error("a batch hangs for {} s: this worker ends", age.toSeconds(), where);
                endWorker.run();
            }
        });
    }
}
