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

/** The product with one thing done wrong, each of them something that real systems of this kind do. */
enum BrokenVariant implements Variant {
    ACKNOWLEDGES_BEFORE_STORING {
        @Override
        public Sequence sequence() {
            return batch -> batch.acknowledge().then(Mono.defer(() -> Sequence.PRODUCT.handle(batch)));
        }
    },
    ACKNOWLEDGES_BEFORE_PUBLISHING {
        @Override
        public Sequence sequence() {
            return batch -> batch.untilItWorks(batch.decideAndStore())
                    .flatMap(results -> batch.settle()
                            .then(batch.untilItWorks(batch.deadLetter()))
                            .then(batch.acknowledge())
                            .then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))));
        }
    },
    PUBLISHES_BEFORE_THE_LAST_RESULTS_ARE_ACKNOWLEDGED {
        @Override
        public Sequence sequence() {
            return batch -> batch.untilItWorks(batch.decideAndStore())
                    .flatMap(results -> batch.beginPublishing(batch.untilItWorks(batch.publish(results))))
                    .then(batch.untilItWorks(batch.deadLetter()));
        }
    },
    SKIPS_A_BATCH_THAT_FAILS {
        @Override
        public Sequence sequence() {
            return batch -> batch.decideAndStore()
                    .flatMap(results ->
                            batch.settle().then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))))
                    .then(batch.untilItWorks(batch.deadLetter()))
                    .onErrorResume(OutageException.class, failure -> batch.acknowledge());
        }
    },
    TAKES_A_FAILED_PUBLICATION_FOR_DONE {
        @Override
        public Sequence sequence() {
            return batch -> batch.untilItWorks(batch.decideAndStore())
                    .flatMap(results -> batch.settle()
                            .then(batch.beginPublishing(batch.publish(results).onErrorComplete())))
                    .then(batch.untilItWorks(batch.deadLetter()));
        }
    },
    DROPS_WHAT_IT_CANNOT_DECODE {
        @Override
        public Sequence sequence() {
            return batch -> batch.untilItWorks(batch.decideAndStore())
                    .flatMap(results ->
                            batch.settle().then(batch.beginPublishing(batch.untilItWorks(batch.publish(results)))));
        }
    },
    PUBLISHES_BEFORE_THE_COMMIT {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            ((SimulatedStore.Connection) connection).beforeCommit(decided -> publisher.publish(decided.decidedNow()));
            return connection;
        }
    },
    NEVER_LOOKS_FOR_DECIDED_REQUESTS {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return knowing(connection, known -> new Known(known.coupons(), Map.of(), known.holdings()));
        }
    },
    NEVER_LOOKS_FOR_HOLDERS {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return knowing(connection, known -> new Known(known.coupons(), known.decided(), Set.of()));
        }
    },
    READS_COUPONS_BEFORE_IT_LOCKS_THEM {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return (batch, rule) -> Mono.defer(() -> {
                Map<Long, Coupon> stale = new HashMap<>(database.coupons);
                return connection.decideAndStore(batch, known -> {
                    stale.keySet().retainAll(known.coupons().keySet());
                    return rule.apply(new Known(stale, known.decided(), known.holdings()));
                });
            });
        }
    },
    LOCKS_NOTHING {
        @Override
        public SimulatedStore database(Randomness random, LiveInvariants invariants) {
            return new SimulatedStore(random, invariants) {
                @Override
                boolean acquire(SimulatedTransaction transaction, Collection<?> keys) {
                    return true;
                }
            };
        }
    },
    LOCKS_NO_COUPON {
        @Override
        public SimulatedStore database(Randomness random, LiveInvariants invariants) {
            return new SimulatedStore(random, invariants) {
                @Override
                Collection<Long> couponsToLock(Collection<Long> couponIds) {
                    return List.of();
                }
            };
        }
    },
    COMMITS_WHAT_IT_HAS_AFTER_AN_ERROR {
        @Override
        public SimulatedStore database(Randomness random, LiveInvariants invariants) {
            return new SimulatedStore(random, invariants) {
                @Override
                void abort(SimulatedTransaction transaction) {
                    commit(transaction);
                }
            };
        }
    };

    /** A store that tells the rule something else than what it has read. */
    private static CouponIssueStore knowing(CouponIssueStore real, UnaryOperator<Known> instead) {
        return (batch, rule) -> real.decideAndStore(batch, known -> rule.apply(instead.apply(known)));
    }
}
