package coupon.worker.consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Ends a worker whose batch hangs.
 *
 * <p>A query has no time limit here, because giving one up leaves its connection in an unknown state; and a connection
 * whose other end vanished in silence answers never. A worker that ends is replaced, and what it did is safe.
 */
public final class BatchWatchdog implements BatchInterceptor<byte[], byte[]>, MeterBinder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchWatchdog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration REMARKABLE = Duration.ofSeconds(10);

    private final Duration batchMax;
    private final Runnable endWorker;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "batch-watchdog");
        watching.setDaemon(true);
        return watching;
    });
    private volatile @Nullable Running running;

    /** @param batchMax how long a batch may take, its publication included */
    public BatchWatchdog(Duration batchMax, Runnable endWorker) {
        this.batchMax = batchMax;
        this.endWorker = endWorker;
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("coupon.batch.running", this, TimeUnit.NANOSECONDS, BatchWatchdog::runningNanos)
                .description("For how long the batch has been running that is being decided; 0 if none is")
                .register(registry);
    }

    /** That a batch takes remarkably long, if one does. */
    public @Nullable String trouble() {
        Running batch = running;
        return batch == null || batch.age().compareTo(REMARKABLE) < 0
                ? null
                : "a batch has been running for " + batch.age().toSeconds() + " s";
    }

    private long runningNanos() {
        Running batch = running;
        return batch == null ? 0 : batch.age().toNanos();
    }

    boolean isIdle() {
        return running == null;
    }

    /** The calling thread begins with a batch. */
    public void begin() {
        running = new Running(System.nanoTime(), Thread.currentThread());
    }

    /** The batch is done, or has failed. */
    public void end() {
        running = null;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> intercept(
            ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        begin();
        return batch;
    }

    @Override
    public void success(ConsumerRecords<byte[], byte[]> batch, Consumer<byte[], byte[]> consumer) {
        end();
    }

    @Override
    public void failure(ConsumerRecords<byte[], byte[]> batch, Exception failure, Consumer<byte[], byte[]> consumer) {
        end();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        Running batch = running;
        if (batch != null && batch.age().compareTo(batchMax) > 0) {
            var where = new IllegalStateException("here");
            where.setStackTrace(batch.thread().getStackTrace());
            log.error("a batch hangs for {} s: this worker ends", batch.age().toSeconds(), where);
            endWorker.run();
        }
    }

    private record Running(long sinceNanos, Thread thread) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }
    }
}
