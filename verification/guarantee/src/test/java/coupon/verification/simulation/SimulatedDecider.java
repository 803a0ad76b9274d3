package coupon.verification.simulation;

import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.verification.simulation.SimulatedGroup.Assignment;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decides the requests of one partition, batch by batch; what it has acknowledged is committed when there is time. */
final class SimulatedDecider {
    private final String name;
    private final World world;
    private final Assignment assignment;
    private final int partition;
    private final @Nullable SimulatedDecider predecessor;
    private final Lane deciding;
    private final List<Lane> publishing = new ArrayList<>();
    private final SimulatedStore.Connection connection;
    private final CouponIssueProcessor processor;
    private long position;
    private long begun;
    private long acknowledged;
    private long committed;
    private boolean handling;
    private boolean stopped;
    private boolean resultsLost;
    private boolean abandoned;

    /** @param predecessor of the same partition in the same process: it ends before this one begins */
    SimulatedDecider(
            String worker, World world, Assignment assignment, int partition, @Nullable SimulatedDecider predecessor) {
        this.name = worker + " on partition " + partition;
        this.world = world;
        this.assignment = assignment;
        this.partition = partition;
        this.predecessor = predecessor;
        deciding = new Lane(name, world.trace);
        connection = world.store.connect(deciding);
        CouponIssueResultPublisher publisher = new SimulatedPublisher(deciding, world);
        processor =
                new CouponIssueProcessor(world.variant.access.store(connection, publisher, world.store), world.clock);
        position = Objects.requireNonNull(assignment.positions().get(partition));
        begun = position;
        acknowledged = position;
        committed = position;
    }

    int partition() {
        return partition;
    }

    /** Takes no other batch, and repeats nothing that fails. */
    void stop() {
        stopped = true;
    }

    void loseSession() {
        connection.end();
    }

    boolean isAtRest() {
        return abandoned || !handling && publishing.isEmpty() && begun == acknowledged;
    }

    boolean isCommitted() {
        return acknowledged == committed;
    }

    boolean canGo() {
        boolean mayPoll = !stopped && world.log.end(partition) > position;
        return !abandoned && (predecessor == null || predecessor.isAtRest()) && (!isAtRest() || mayPoll);
    }

    /** One of its threads takes a step. */
    void go() {
        int thread = world.random.below(1 + publishing.size());
        if (thread > 0) {
            publishing.get(thread - 1).go();
        } else if (!deciding.isIdle()) {
            deciding.go();
        } else if (!stopped && world.log.end(partition) > position) {
            poll();
        } else if (begun > acknowledged) {
            begin(settle());
        }
    }

    /** As the worker commits: on another thread, any time after, and again later if it fails. */
    void commit() {
        long offset = acknowledged;
        world.trace.say(() -> name + ": commit " + offset);
        try {
            world.group.commit(assignment, partition, offset);
            committed = offset;
        } catch (OutageException failure) {
            world.trace.say(() -> name + ": " + failure.getMessage());
        }
    }

    private void poll() {
        List<Entry> entries = world.log.read(partition, position, world.random.between(1, world.batchRecordsMax));
        position += entries.size();
        world.trace.say(() -> name + " polls " + entries.size() + " records up to " + position);
        begin(world.variant.sequence.handle(new Handling(Batch.of(entries), position)));
    }

    private void begin(Mono<Void> work) {
        handling = true;
        work.subscribe(never -> {}, this::abandon, () -> handling = false);
    }

    /** What is not acknowledged is delivered again to the worker that has the partition now. */
    private void abandon(Throwable failure) {
        if (!(failure instanceof OutageException) || !stopped) {
            world.invariants.violated(name + " failed with " + failure);
        }
        abandoned = true;
    }

    private Mono<Void> settle() {
        return deciding.step("settle", publishing::isEmpty, () -> {
                    if (resultsLost) {
                        throw new OutageException("the last results are not acknowledged");
                    }
                    acknowledged = Math.max(acknowledged, begun);
                    return true;
                })
                .then();
    }

    /** What can be done with one batch. */
    final class Handling {
        private final Batch batch;
        private final long end;

        private Handling(Batch batch, long end) {
            this.batch = batch;
            this.end = end;
        }

        Mono<List<CouponIssueResult>> decideAndStore() {
            return Mono.defer(
                    () -> batch.requests().isEmpty() ? Mono.just(List.of()) : processor.processBatch(batch.requests()));
        }

        Mono<Void> deadLetter() {
            return Mono.defer(() -> batch.undecodable().isEmpty()
                    ? Mono.empty()
                    : deciding.step("publish dead letters", () -> {
                        for (Entry entry : batch.undecodable()) {
                            if (world.random.strikes(Fault.DEAD_LETTER_FAILS)) {
                                throw new OutageException("the dead letter was not acknowledged");
                            }
                            world.evidence.deadLetters.add(entry.position());
                        }
                    }));
        }

        Mono<Void> publish(List<CouponIssueResult> results) {
            var lane = new Lane(name + " publishing", world.trace);
            return Mono.defer(() -> {
                        if (!publishing.contains(lane)) {
                            publishing.add(lane);
                        }
                        return new SimulatedPublisher(lane, world).publish(results);
                    })
                    .doOnTerminate(() -> publishing.remove(lane));
        }

        /** Publishes on a thread of its own, and waits for nothing. */
        Mono<Void> beginPublishing(Mono<Void> publication) {
            return Mono.fromRunnable(() -> {
                begun = end;
                // Noticed only when the batch is settled, as where threads wait for each other.
                publication.subscribe(never -> {}, failure -> resultsLost = true);
            });
        }

        /** Waits for all publications that have begun; the batches that they belong to are acknowledged then. */
        Mono<Void> settle() {
            return SimulatedDecider.this.settle();
        }

        /** This batch need not be delivered again. */
        Mono<Void> acknowledge() {
            return deciding.step("acknowledge " + end, () -> acknowledged = Math.max(acknowledged, end));
        }

        /** Repeats a step after every outage, unless the partition has been taken away. */
        <T> Mono<T> untilItWorks(Mono<T> step) {
            return step.onErrorResume(
                    failure -> failure instanceof OutageException && !stopped, failure -> untilItWorks(step));
        }
    }
}
