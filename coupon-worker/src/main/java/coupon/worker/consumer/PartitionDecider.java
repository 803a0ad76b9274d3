package coupon.worker.consumer;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.processor.CouponsLockedException;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.worker.deadletter.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Decides the requests of one partition on a thread of its own, batch by batch in offset order: decide, store, publish,
 * acknowledge.
 *
 * <p>The results of a batch are on their way while the next batch is decided. They are published after those of the
 * batch before are acknowledged by the broker, and a batch counts as acknowledged only after its own results are.
 * Whatever fails is tried again until it works: each step is harmless if it is repeated.
 */
final class PartitionDecider {
    private final TopicPartition partition;
    private final Parts parts;
    private final @Nullable PartitionDecider predecessor;
    private final Inbox inbox;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long acknowledged;
    private long putUpTo;
    private @Nullable Publication unsettled;

    /** Results of the batch that is being decided which are published already, because other coupons of it are locked. */
    private int publishedEarly;

    /**
     * What all deciders of a worker share.
     *
     * @param batchRecordsMax how many requests one transaction decides at most
     * @param broken called if a decider's thread ends by an error
     */
    record Parts(
            CouponIssueProcessor processor,
            CouponIssueResultPublisher publisher,
            DeadLetters deadLetters,
            BatchMetrics metrics,
            BatchRetries retries,
            BatchWatchdog watchdog,
            RecordObservations observations,
            int batchRecordsMax,
            Consumer<Throwable> broken) {}

    /**
     * @param beginOffset of the first record that will be put
     * @param predecessor of the same partition in this process: it ends before this one begins
     */
    PartitionDecider(TopicPartition partition, long beginOffset, Parts parts, @Nullable PartitionDecider predecessor) {
        this.partition = partition;
        this.parts = parts;
        this.predecessor = predecessor;
        this.inbox = new Inbox(parts.batchRecordsMax());
        this.acknowledged = beginOffset;
        this.putUpTo = beginOffset;
        this.thread = new Thread(this::run, "decider-" + partition.partition());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) -> parts.broken().accept(failure));
    }

    void start() {
        thread.start();
    }

    /** Never waits. */
    void put(List<ConsumerRecord<byte[], byte[]>> polled) {
        putUpTo = polled.get(polled.size() - 1).offset() + 1;
        inbox.put(polled);
    }

    boolean isFull() {
        return inbox.isFull();
    }

    /** Whether everything that was put is acknowledged; for the thread that puts. */
    boolean isIdle() {
        return acknowledged == putUpTo;
    }

    /** Everything before this offset is decided, stored and published. */
    long acknowledged() {
        return acknowledged;
    }

    /** Finishes the batch that is being decided, if that works at the first attempt, and takes no other. */
    void stop() {
        stopping.countDown();
        inbox.close();
    }

    /** Returns when the decider has ended, or takes too long. Never interrupts it: it may be in the middle of a query. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(Math.max(1, atMost.toMillis()));
    }

    private void run() {
        try {
            if (predecessor != null) {
                predecessor.thread.join();
            }
            decideAll();
        } catch (CancellationException | InterruptedException stopped) {
            // What is not acknowledged is delivered again.
        } finally {
            parts.retries().batchNoLongerFails(this);
        }
    }

    private void decideAll() throws InterruptedException {
        try {
            for (DecodedBatch batch = inbox.take(); !batch.entries().isEmpty(); batch = inbox.take()) {
                handle(batch);
                if (inbox.isEmpty()) {
                    settle();
                }
            }
        } finally {
            settle();
        }
    }

    private void handle(DecodedBatch batch) throws InterruptedException {
        List<CouponIssueResult> results;
        Runnable observed = parts.observations().begin(batch);
        try {
            results = untilItWorks(() -> decide(batch));
        } finally {
            observed.run();
        }
        publishedEarly = 0;
        settle();
        var publication = new Publication(batch, results);
        publication.send();
        // After the decision, so that an outage of the database does not repeat them with every attempt.
        for (DecodedBatch.Entry entry : batch.entries()) {
            if (entry.content() instanceof Undecodable undecodable) {
                untilItWorks(() -> {
                    parts.deadLetters().publish(entry.record(), undecodable.reason());
                    return undecodable;
                });
            }
        }
        // Not before: settling it acknowledges the whole batch, also when this decider is stopped meanwhile.
        unsettled = publication;
    }

    /** Of a batch with locked coupons the results of the others are published at once, and once more with the batch. */
    private List<CouponIssueResult> decide(DecodedBatch batch) throws InterruptedException {
        try {
            return parts.metrics().decide(batch.requests(), this::decideAndStore);
        } catch (CouponsLockedException locked) {
            if (locked.decided().size() > publishedEarly) {
                settle();
                new Publication(batch, locked.decided()).send();
                publishedEarly = locked.decided().size();
            }
            throw locked;
        }
    }

    /** Without a time limit: giving up a query leaves its connection in an unknown state. The limits are the server's. */
    private List<CouponIssueResult> decideAndStore(List<CouponIssueRequest> requests) {
        return requests.isEmpty()
                ? List.of()
                : requireNonNull(parts.processor().processBatch(requests).block());
    }

    /** Waits until the results of the last batch are acknowledged by the broker; then the batch is. */
    private void settle() throws InterruptedException {
        Publication publication = unsettled;
        if (publication != null) {
            untilItWorks(publication::await);
            unsettled = null;
            acknowledged = publication.batch.endOffset();
        }
    }

    private <T> T untilItWorks(Callable<T> step) throws InterruptedException {
        BackOffExecution waits = null;
        while (true) {
            parts.watchdog().begin();
            try {
                T done = step.call();
                parts.retries().batchNoLongerFails(this);
                return done;
            } catch (VirtualMachineError dying) {
                throw dying;
            } catch (Throwable failure) {
                parts.retries().batchFailed(this, failure);
            } finally {
                parts.watchdog().end();
            }
            waits = waits == null ? BatchRetries.waits().start() : waits;
            if (stopping.await(waits.nextBackOff(), TimeUnit.MILLISECONDS)) {
                throw new CancellationException("partition " + partition + " is no longer decided here");
            }
        }
    }

    /** The results of one batch on their way to the results topic. */
    private final class Publication {
        private final DecodedBatch batch;
        private final List<CouponIssueResult> results;
        private @Nullable CompletableFuture<Void> sent;

        Publication(DecodedBatch batch, List<CouponIssueResult> results) {
            this.batch = batch;
            this.results = results;
        }

        CompletableFuture<Void> send() {
            CompletableFuture<Void> sending =
                    parts.metrics().publish(() -> parts.publisher().publish(results, batch.traces()));
            sent = sending;
            return sending;
        }

        /** Sends all of them again if one of them may not have been received. */
        DecodedBatch await() throws Exception {
            CompletableFuture<Void> sending = sent == null ? send() : sent;
            try {
                sending.get();
            } catch (Exception failure) {
                sent = null;
                throw failure;
            }
            return batch;
        }
    }
}
