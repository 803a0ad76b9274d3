package coupon.verification.simulation;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decides the requests of one partition, batch by batch; what it has acknowledged is committed when there is time. */
final class SimulatedDecider {
    private final String name;
    private final World world;
    private final int generation;
    private final int partition;
    private final @Nullable SimulatedDecider predecessor;
    private final Lane deciding;
    private final List<Lane> publishing = new ArrayList<>();
    private final SimulatedConnection connection;
    private final CouponIssueProcessor processor;
    private long position;
    private long begun;
    private long acknowledged;
    private long committed;
    private boolean stopped;
    private boolean resultsLost;
    private boolean abandoned;

    /**
     * @param generation of the group, in which it was given the partition
     * @param from where it begins
     * @param predecessor of the same partition in the same process: it ends before this one begins
     */
    SimulatedDecider(
            String name, World world, int generation, QueuePosition from, @Nullable SimulatedDecider predecessor) {
        this.name = name;
        this.world = world;
        this.generation = generation;
        this.partition = from.partition();
        this.predecessor = predecessor;
        deciding = new Lane(name, world);
        connection = new SimulatedConnection(world, deciding);
        var publisher = new SimulatedPublisher(deciding, world);
        processor =
                new CouponIssueProcessor(world.variant.access.store(connection, publisher, world.store), world.clock);
        position = from.offset();
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

    boolean isStopped() {
        return stopped;
    }

    void loseSession() {
        connection.end();
    }

    boolean isAtRest() {
        return abandoned || deciding.isIdle() && publishing.isEmpty() && begun == acknowledged;
    }

    boolean isCommitted() {
        return acknowledged == committed;
    }

    boolean canGo() {
        return !abandoned && (predecessor == null || predecessor.isAtRest()) && (!isAtRest() || mayPoll());
    }

    /** One of its threads takes a step. */
    void go() {
        int thread = world.random.below(1 + publishing.size());
        if (thread > 0) {
            publishing.get(thread - 1).go();
        } else if (!deciding.isIdle()) {
            deciding.go();
        } else if (mayPoll()) {
            poll();
        } else if (begun > acknowledged) {
            begin(settle());
        }
    }

    /** As the worker commits: on another thread, any time after, and again later if it fails. */
    void commit() {
        long offset = acknowledged;
        world.say(() -> name + ": commit " + offset);
        try {
            world.group.commit(generation, partition, offset);
            committed = offset;
        } catch (OutageException failure) {
            world.say(() -> name + ": " + failure.getMessage());
        }
    }

    private boolean mayPoll() {
        return !stopped && world.log.end(partition) > position;
    }

    private void poll() {
        List<Entry> entries = world.log.read(partition, position, world.random.between(1, world.batchRecordsMax));
        position += entries.size();
        world.say(() -> name + " polls " + entries.size() + " records up to " + position);
        begin(world.variant.sequence.handle(new Batch(entries, position)));
    }

    private void begin(Mono<Void> work) {
        work.subscribe(never -> {}, this::abandon);
    }

    /** What is not acknowledged is delivered again to the worker that has the partition now. */
    private void abandon(Throwable failure) {
        if (!(failure instanceof OutageException) || !stopped) {
            world.invariants.violated(name + " failed with " + failure);
        }
        abandoned = true;
    }

    private Mono<Void> settle() {
        return deciding.step("settle", publishing::isEmpty, Mono.fromRunnable(() -> {
            if (resultsLost) {
                throw new OutageException("the last results are not acknowledged");
            }
            acknowledged = Math.max(acknowledged, begun);
        }));
    }

    /** What one poll brought, and what can be done with it. */
    final class Batch {
        private final List<CouponIssueRequest> requests = new ArrayList<>();
        private final List<QueuePosition> undecodable = new ArrayList<>();
        private final long end;

        private Batch(List<Entry> entries, long end) {
            for (Entry entry : entries) {
                if (entry.decoded() instanceof Decodable decodable) {
                    requests.add(decodable.request());
                } else {
                    undecodable.add(entry.position());
                }
            }
            this.end = end;
        }

        Mono<List<CouponIssueResult>> decideAndStore() {
            return requests.isEmpty() ? Mono.just(List.of()) : Mono.defer(() -> processor.processBatch(requests));
        }

        /** Sets aside what cannot be decoded, until it works. */
        Mono<Void> deadLetter() {
            if (undecodable.isEmpty()) {
                return Mono.empty();
            }
            return untilItWorks(deciding.step(
                    "publish dead letters",
                    () -> undecodable.forEach(at -> {
                        if (world.random.strikes(Fault.DEAD_LETTER_FAILS)) {
                            throw new OutageException("the dead letter was not acknowledged");
                        }
                        world.evidence.deadLetters.add(at);
                    })));
        }

        /** On a thread of its own. */
        Mono<Void> publish(List<CouponIssueResult> results) {
            return Mono.using(
                    this::newPublishingLane,
                    lane -> new SimulatedPublisher(lane, world).publish(results),
                    publishing::remove);
        }

        private Lane newPublishingLane() {
            var lane = new Lane(name + " publishing", world);
            publishing.add(lane);
            return lane;
        }

        /** Publishes and waits for nothing. */
        Mono<Void> beginPublishing(Mono<Void> publication) {
            return Mono.fromRunnable(() -> {
                begun = end;
                // Noticed only when the batch is settled, as where threads wait for each other.
                publication.subscribe(never -> {}, failure -> resultsLost = true);
            });
        }

        /** Publishes when all publications that have begun are acknowledged, until it works. */
        Mono<Void> publishInTurn(List<CouponIssueResult> results) {
            return settle().then(beginPublishing(untilItWorks(publish(results))));
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
