package coupon.worker.consumer;

import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.processor.CouponsLockedException;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.DecodedRecord.Undecodable;
import coupon.worker.deadletter.DeadLetters;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides the requests of one partition on a thread of its own, batch by batch in offset order: decide, store, publish,
 * acknowledge.
 *
 * <p>The results of a batch are on their way while the next batch is decided. They are published after those of the
 * batch before are acknowledged by the broker, and a batch counts as acknowledged only after its own results are.
 * Whatever fails is tried again until it works: each step is harmless if it is repeated.
 */
final class PartitionDecider {
    private final Inbox inbox;
    private final @Nullable Inbox predecessor;
    private final Parts parts;
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
            RecordObservations observations,
            int batchRecordsMax,
            Consumer<Throwable> broken) {}

    /** @param predecessor of the same partition in this process: its decider ends before this one begins */
    PartitionDecider(Inbox inbox, @Nullable Inbox predecessor, Parts parts) {
        this.inbox = inbox;
        this.predecessor = predecessor;
        this.parts = parts;
    }

    void start(int partition) {
        Thread thread = new Thread(this::run, "decider-" + partition);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) -> parts.broken().accept(failure));
        thread.start();
    }

    private void run() {
        try {
            if (predecessor != null) {
                predecessor.deciderEnded().await();
            }
            decideAll();
        } catch (CancellationException | InterruptedException stopped) {
            // What is not acknowledged is delivered again.
        } finally {
            parts.retries().noLongerFails(inbox);
            inbox.deciderEnded().countDown();
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
            results = parts.retries().untilItWorks(inbox, () -> decide(batch));
        } finally {
            observed.run();
        }
        publishedEarly = 0;
        settle();
        var publication = new Publication(batch, results);
        publication.send();
        setUndecodableAside(batch);
        // Not before: settling it acknowledges the whole batch, also when this decider is stopped meanwhile.
        unsettled = publication;
    }

    /** Of a batch with locked coupons the results of the others are published at once, and once more with the batch. */
    private List<CouponIssueResult> decide(DecodedBatch batch) throws InterruptedException {
        try {
            return parts.metrics().decide(parts.processor(), batch.requests());
        } catch (CouponsLockedException locked) {
            if (locked.decided().size() > publishedEarly) {
                settle();
                new Publication(batch, locked.decided()).send();
                publishedEarly = locked.decided().size();
            }
            throw locked;
        }
    }

    /** After the decision, so that an outage of the database does not repeat them with every attempt. */
    private void setUndecodableAside(DecodedBatch batch) throws InterruptedException {
        for (DecodedBatch.Entry entry : batch.entries()) {
            if (entry.content() instanceof Undecodable undecodable) {
                parts.retries()
                        .untilItWorks(
                                inbox,
                                Executors.callable(
                                        () -> parts.deadLetters().publish(entry.record(), undecodable.reason())));
            }
        }
    }

    /** Waits until the results of the last batch are acknowledged by the broker; then the batch is. */
    private void settle() throws InterruptedException {
        Publication publication = unsettled;
        if (publication != null) {
            inbox.acknowledge(
                    parts.retries().untilItWorks(inbox, publication::await).endOffset());
            unsettled = null;
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
