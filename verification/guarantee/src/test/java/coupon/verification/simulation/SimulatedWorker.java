package coupon.verification.simulation;

import coupon.core.domain.CouponIssueResult;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.verification.simulation.SimulatedGroup.Assignment;
import coupon.verification.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One worker process: polls, runs its sequence on the batch step by step, polls again. */
final class SimulatedWorker implements Steps {
    private final String name;
    private final World world;
    private final SimulatedStore.Connection connection;
    private final CouponIssueResultPublisher publisher;
    private final CouponIssueProcessor processor;
    private Assignment assignment = Assignment.NONE;
    private @Nullable Pending pending;
    private boolean frozen;

    SimulatedWorker(String name, World world) {
        this.name = name;
        this.world = world;
        connection = world.store.connect(this);
        publisher = new SimulatedPublisher(this, world);
        processor = new CouponIssueProcessor(world.variant.store(connection, publisher, world.store), world.clock);
    }

    String name() {
        return name;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isIdle() {
        return pending == null;
    }

    void assign(Assignment assignment) {
        this.assignment = assignment;
    }

    /** The process stands still or goes on; its transaction stays as it is. */
    void freeze(boolean frozen) {
        this.frozen = frozen;
        world.trace.say(() -> name + (frozen ? " freezes" : " thaws"));
    }

    /** The database ends what this worker's connection has open. */
    void loseSession() {
        world.trace.say(() -> name + "'s session ends");
        connection.end();
    }

    /** The next step of a worker that runs. */
    void go() {
        Pending next = pending;
        if (next == null) {
            poll();
        } else if (!next.ready.getAsBoolean()) {
            world.trace.say(() -> name + " waits to " + next.name);
        } else {
            pending = null;
            world.trace.say(() -> name + ": " + next.name);
            next.action.run();
        }
    }

    @Override
    public <T> Mono<T> step(String step, BooleanSupplier ready, Supplier<T> action) {
        return Mono.create(sink -> pending = new Pending(step, ready, () -> {
            T done;
            try {
                done = action.get();
            } catch (RuntimeException failure) {
                world.trace.say(() -> name + ": " + failure.getMessage());
                sink.error(failure);
                return;
            }
            sink.success(done);
        }));
    }

    private void poll() {
        Assignment mine = assignment;
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(mine.positions())
                .forEach((partition, from) -> entries.addAll(
                        world.log.read(partition, from, world.chance.between(1, world.batchRecordsMax))));
        if (!entries.isEmpty()) {
            Batch batch = Batch.of(mine, entries);
            world.trace.say(() -> name + " polls " + entries.size() + " records up to " + batch.nextOffsets());
            world.variant
                    .sequence()
                    .handle(new Handling(batch))
                    .subscribe(
                            never -> {}, this::redeliver, () -> mine.positions().putAll(batch.nextOffsets()));
        }
    }

    /** An outage: the position has not moved, so the next poll brings the same. Anything else is a defect. */
    private void redeliver(Throwable failure) {
        if (!(failure instanceof OutageException)) {
            world.invariants.violated(name + " failed with " + failure);
        }
    }

    private record Pending(String name, BooleanSupplier ready, Runnable action) {}

    private final class Handling implements Sequence.BatchSteps {
        private final Batch batch;

        private Handling(Batch batch) {
            this.batch = batch;
        }

        @Override
        public Mono<List<CouponIssueResult>> decideAndStore() {
            return batch.requests().isEmpty() ? Mono.just(List.of()) : processor.processBatch(batch.requests());
        }

        @Override
        public Mono<Void> deadLetter() {
            return batch.undecodable().isEmpty()
                    ? Mono.empty()
                    : step("publish dead letters", () -> {
                        for (Entry entry : batch.undecodable()) {
                            if (world.chance.strikes(Fault.DEAD_LETTER_FAILS)) {
                                throw new OutageException("the dead letter was not acknowledged");
                            }
                            world.deadLetters.add(entry.position());
                        }
                    });
        }

        @Override
        public Mono<Void> publish(List<CouponIssueResult> results) {
            return publisher.publish(results);
        }

        @Override
        public Mono<Void> acknowledge() {
            return step(
                    "acknowledge " + batch.nextOffsets(),
                    () -> world.group.commit(batch.assignment(), batch.nextOffsets()));
        }
    }
}
