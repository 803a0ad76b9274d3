package coupon.worker.consumer;

import coupon.worker.topic.DeletedRecords;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Polls the events topic, and puts each record into its partition's {@link PartitionDecider}. One consumer for all
 * partitions of this worker, which never waits for a decision: what delays one partition, as a locked coupon does, delays
 * no other, and the worker stays in its group meanwhile.
 */
public final class CouponIssueEventConsumer implements SmartLifecycle {
    private static final Duration POLL_MAX = Duration.ofMillis(100);

    /** While batches are under way, so that they are committed soon. */
    private static final Duration BUSY_POLL_MAX = Duration.ofMillis(20);

    private static final Duration DECIDING_STOP_MAX = Duration.ofSeconds(6);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_AGE_MAX = Duration.ofSeconds(10);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final PartitionDecider.Parts parts;
    private final Supplier<String> topicId;
    private final DeletedRecords deleted;
    private final Duration pollFailingMax;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable BackOffExecution waits;
    private long failingSinceNanos;
    private volatile @Nullable Running running;

    private record Running(Consumer<byte[], byte[]> consumer, AssignedPartitions partitions, Thread thread) {}

    /** @param pollFailingMax after this a poll that fails for no passing reason will fail for ever */
    CouponIssueEventConsumer(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            PartitionDecider.Parts parts,
            Supplier<String> topicId,
            DeletedRecords deleted,
            Duration pollFailingMax) {
        this.topic = topic;
        this.consumers = consumers;
        this.parts = parts;
        this.topicId = topicId;
        this.deleted = deleted;
        this.pollFailingMax = pollFailingMax;
    }

    /** What prevents deciding; null if nothing does. For any thread. */
    public @Nullable String trouble() {
        Running now = running;
        if (now == null || !now.thread().isAlive()) {
            return "the consumer is stopped";
        }
        if (now.partitions().numbers().isEmpty() && !isInGroup(now.consumer())) {
            return "not in the consumer group yet";
        }
        return parts.retries().trouble();
    }

    /** Those that this worker decides. For any thread. */
    public List<Integer> partitions() {
        Running now = running;
        return now == null ? List.of() : now.partitions().numbers();
    }

    /** The last step of the worker's start calls {@link #start}. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    /** May fail while the broker's name is unknown, and be called again. */
    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        Consumer<byte[], byte[]> consumer = consumers.get();
        var partitions = new AssignedPartitions(consumer, parts, topicId, deleted);
        var thread = new Thread(() -> pollUntilStopped(consumer, partitions), "coupon-issue-events");
        thread.setUncaughtExceptionHandler((dead, failure) -> parts.broken().accept(failure));
        running = new Running(consumer, partitions, thread);
        thread.start();
    }

    /** Returns when what is being decided is decided and committed, or takes too long. */
    @Override
    public void stop() {
        stopping.countDown();
        Running now = running;
        if (now != null) {
            try {
                now.thread()
                        .join(DECIDING_STOP_MAX.plus(CLOSE_MAX).plus(CLOSE_MAX).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        Running now = running;
        return now != null && now.thread().isAlive();
    }

    /** Stopped before the web server is. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    private void pollUntilStopped(Consumer<byte[], byte[]> consumer, AssignedPartitions partitions) {
        try {
            consumer.subscribe(List.of(topic), partitions);
            long waitMillis = 0;
            while (!stopping.await(waitMillis, TimeUnit.MILLISECONDS)) {
                waitMillis = poll(consumer, partitions);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            partitions.stop(DECIDING_STOP_MAX);
            consumer.close(CloseOptions.timeout(CLOSE_MAX));
        }
    }

    /** @return until the next poll */
    private long poll(Consumer<byte[], byte[]> consumer, AssignedPartitions partitions) {
        ConsumerRecords<byte[], byte[]> polled;
        try {
            partitions.tend();
            polled = records(consumer, partitions);
            waits = null;
            parts.retries().pollSucceeded();
        } catch (VirtualMachineError dying) {
            throw dying;
        } catch (Throwable failure) {
            return pollFailed(failure);
        }
        partitions.put(polled); // if that failed, going on would skip records
        return 0;
    }

    private static ConsumerRecords<byte[], byte[]> records(
            Consumer<byte[], byte[]> consumer, AssignedPartitions partitions) {
        try {
            return consumer.poll(partitions.areIdle() ? POLL_MAX : BUSY_POLL_MAX);
        } catch (NoOffsetForPartitionException notBegunYet) {
            // A partition that has just been assigned begins before the next poll.
        } catch (OffsetOutOfRangeException gap) {
            partitions.goOnAfterGap(gap.offsetOutOfRangePartitions()); // or the next poll finds it again
        }
        return ConsumerRecords.empty();
    }

    /**
     * A native library that cannot be loaded, a record that cannot be decompressed, a missing permission: a restart may
     * help, and is seen by an operator.
     */
    private long pollFailed(Throwable failure) {
        long nowNanos = System.nanoTime();
        if (waits == null) {
            waits = BatchRetries.waits().start();
            failingSinceNanos = nowNanos;
        }
        parts.retries().pollFailed(failure);
        if (!(failure instanceof RetriableException) && nowNanos - failingSinceNanos > pollFailingMax.toNanos()) {
            parts.broken().accept(failure);
        }
        return waits.nextBackOff();
    }

    /** A worker beyond the number of partitions has none, and is in the group all the same. */
    private static boolean isInGroup(Consumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                .anyMatch(secondsAgo -> secondsAgo.metricValue() instanceof Number seconds
                        && seconds.doubleValue() >= 0
                        && seconds.doubleValue() <= HEARTBEAT_AGE_MAX.toSeconds());
    }
}
