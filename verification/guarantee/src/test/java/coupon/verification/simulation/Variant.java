package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
import coupon.verification.simulation.SimulatedDecider.Batch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * How a world is built: as the product is, or with one thing done wrong, each of them something that real systems of
 * this kind do.
 */
@SuppressWarnings("ImmutableEnumChecker") // what they are built of has no state
enum Variant {
    PRODUCT(Variant::asTheProduct),
    ACKNOWLEDGES_BEFORE_STORING((Batch batch) -> batch.acknowledge().then(Mono.defer(() -> asTheProduct(batch)))),
    ACKNOWLEDGES_BEFORE_PUBLISHING((Batch batch) -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.settle()
                    .then(batch.deadLetter())
                    .then(batch.acknowledge())
                    .then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))),
    PUBLISHES_BEFORE_THE_LAST_RESULTS_ARE_ACKNOWLEDGED((Batch batch) -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.beginPublishing(batch.untilItWorks(batch.publish(results))))
            .then(batch.deadLetter())),
    SKIPS_A_BATCH_THAT_FAILS((Batch batch) -> batch.decideAndStore()
            .flatMap(batch::publishInTurn)
            .then(batch.deadLetter())
            .onErrorResume(OutageException.class, failure -> batch.acknowledge())),
    TAKES_A_FAILED_PUBLICATION_FOR_DONE((Batch batch) -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.settle()
                    .then(batch.beginPublishing(batch.publish(results).onErrorComplete())))
            .then(batch.deadLetter())),
    DROPS_WHAT_IT_CANNOT_DECODE(
            (Batch batch) -> batch.untilItWorks(batch.decideAndStore()).flatMap(batch::publishInTurn)),
    PUBLISHES_BEFORE_THE_COMMIT((connection, publisher, database) -> {
        connection.beforeCommit(publisher::publish);
        return connection;
    }),
    NEVER_LOOKS_FOR_DECIDED_REQUESTS((connection, publisher, database) ->
            telling(connection, known -> new Known(known.coupons(), Map.of(), known.holdings()))),
    NEVER_LOOKS_FOR_HOLDERS((connection, publisher, database) ->
            telling(connection, known -> new Known(known.coupons(), known.decided(), Set.of()))),
    READS_COUPONS_BEFORE_IT_LOCKS_THEM((connection, publisher, database) -> (batch, wait, rule) -> Mono.defer(() -> {
        Map<Long, Coupon> stale = new HashMap<>(database.coupons);
        return connection.decideAndStore(batch, wait, known -> {
            stale.keySet().retainAll(known.coupons().keySet());
            return rule.apply(new Known(stale, known.decided(), known.holdings()));
        });
    })),
    LOCKS_NOTHING((World world) -> new SimulatedStore(world) {
        @Override
        boolean acquire(SimulatedConnection transaction, Collection<?> keys) {
            return true;
        }
    }),
    LOCKS_NO_COUPON((World world) -> new SimulatedStore(world) {
        @Override
        Collection<Long> couponsToLock(Collection<Long> couponIds) {
            return List.of();
        }
    }),
    COMMITS_WHAT_IT_HAS_AFTER_AN_ERROR((World world) -> new SimulatedStore(world) {
        @Override
        void abort(SimulatedConnection transaction) {
            commit(transaction);
        }
    });

    final Sequence sequence;
    final Access access;
    final Function<World, SimulatedStore> database;

    Variant(Sequence sequence) {
        this(sequence, (connection, publisher, database) -> connection, SimulatedStore::new);
    }

    Variant(Access access) {
        this(Variant::asTheProduct, access, SimulatedStore::new);
    }

    Variant(Function<World, SimulatedStore> database) {
        this(Variant::asTheProduct, (connection, publisher, store) -> connection, database);
    }

    Variant(Sequence sequence, Access access, Function<World, SimulatedStore> database) {
        this.sequence = sequence;
        this.access = access;
        this.database = database;
    }

    /**
     * A model of the worker's decider, with the same steps in the same order: the real one blocks its thread at each of
     * them, and a simulation must be able to stop between any two. The processor, the decision and the codec in it are the
     * product's own.
     *
     * <p>The results of a batch are on their way while the next one is decided, and are published after those of the
     * batch before are acknowledged. Offsets are committed by another thread, any time later.
     */
    private static Mono<Void> asTheProduct(Batch batch) {
        return batch.untilItWorks(batch.decideAndStore())
                .flatMap(batch::publishInTurn)
                .then(batch.deadLetter());
    }

    /** A store that tells the rule something else than what it has read. */
    private static CouponIssueStore telling(CouponIssueStore real, UnaryOperator<Known> instead) {
        return (batch, wait, rule) -> real.decideAndStore(batch, wait, known -> rule.apply(instead.apply(known)));
    }

    /** In which order a worker does what it does with a batch; completes when the next batch may be decided. */
    interface Sequence {
        Mono<Void> handle(Batch batch);
    }

    /** What stands between the processor and its connection. */
    interface Access {
        CouponIssueStore store(
                SimulatedConnection connection, CouponIssueResultPublisher publisher, SimulatedStore database);
    }
}
