package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * How a world is built: as the product is, or with one thing done wrong, each of them something that real systems of
 * this kind do.
 */
@SuppressWarnings("ImmutableEnumChecker") // what they are built of has no state
enum Variant {
    PRODUCT(Sequence.PRODUCT),
    ACKNOWLEDGES_BEFORE_STORING(batch -> batch.acknowledge().then(Mono.defer(() -> Sequence.PRODUCT.handle(batch)))),
    ACKNOWLEDGES_BEFORE_PUBLISHING(batch -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.settle()
                    .then(batch.untilItWorks(batch.deadLetter()))
                    .then(batch.acknowledge())
                    .then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))),
    PUBLISHES_BEFORE_THE_LAST_RESULTS_ARE_ACKNOWLEDGED(batch -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.beginPublishing(batch.untilItWorks(batch.publish(results))))
            .then(batch.untilItWorks(batch.deadLetter()))),
    SKIPS_A_BATCH_THAT_FAILS(batch -> batch.decideAndStore()
            .flatMap(results -> batch.settle().then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))
            .then(batch.untilItWorks(batch.deadLetter()))
            .onErrorResume(OutageException.class, failure -> batch.acknowledge())),
    TAKES_A_FAILED_PUBLICATION_FOR_DONE(batch -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(results -> batch.settle()
                    .then(batch.beginPublishing(batch.publish(results).onErrorComplete())))
            .then(batch.untilItWorks(batch.deadLetter()))),
    DROPS_WHAT_IT_CANNOT_DECODE(batch -> batch.untilItWorks(batch.decideAndStore())
            .flatMap(
                    results -> batch.settle().then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))),
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
    LOCKS_NOTHING((random, invariants) -> new SimulatedStore(random, invariants) {
        @Override
        boolean acquire(SimulatedTransaction transaction, Collection<?> keys) {
            return true;
        }
    }),
    LOCKS_NO_COUPON((random, invariants) -> new SimulatedStore(random, invariants) {
        @Override
        Collection<Long> couponsToLock(Collection<Long> couponIds) {
            return List.of();
        }
    }),
    COMMITS_WHAT_IT_HAS_AFTER_AN_ERROR((random, invariants) -> new SimulatedStore(random, invariants) {
        @Override
        void abort(SimulatedTransaction transaction) {
            commit(transaction);
        }
    });

    final Sequence sequence;
    final Access access;
    final Database database;

    Variant(Sequence sequence) {
        this(sequence, (connection, publisher, database) -> connection, SimulatedStore::new);
    }

    Variant(Access access) {
        this(Sequence.PRODUCT, access, SimulatedStore::new);
    }

    Variant(Database database) {
        this(Sequence.PRODUCT, (connection, publisher, store) -> connection, database);
    }

    Variant(Sequence sequence, Access access, Database database) {
        this.sequence = sequence;
        this.access = access;
        this.database = database;
    }

    /** A store that tells the rule something else than what it has read. */
    private static CouponIssueStore telling(CouponIssueStore real, UnaryOperator<Known> instead) {
        return (batch, wait, rule) -> real.decideAndStore(batch, wait, known -> rule.apply(instead.apply(known)));
    }

    /** What stands between the processor and its connection. */
    interface Access {
        CouponIssueStore store(
                SimulatedStore.Connection connection, CouponIssueResultPublisher publisher, SimulatedStore database);
    }

    interface Database {
        SimulatedStore create(Randomness random, LiveInvariants invariants);
    }
}
