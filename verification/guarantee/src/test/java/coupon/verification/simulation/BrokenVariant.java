package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import coupon.core.store.memory.DelegatingTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The product with one thing done wrong, each of them something that real systems of this kind do. */
enum BrokenVariant implements Variant {
    ACKNOWLEDGES_BEFORE_STORING {
        @Override
        public Sequence sequence() {
            return batch -> batch.acknowledge()
                    .then(Mono.defer(batch::decideAndStore))
                    .flatMap(results -> batch.deadLetter().then(batch.publish(results)));
        }
    },
    ACKNOWLEDGES_BEFORE_PUBLISHING {
        @Override
        public Sequence sequence() {
            return batch -> batch.decideAndStore()
                    .flatMap(results -> batch.deadLetter()
                            .then(Mono.defer(batch::acknowledge))
                            .then(batch.publish(results)));
        }
    },
    SKIPS_A_BATCH_THAT_FAILS {
        @Override
        public Sequence sequence() {
            return batch -> Sequence.PRODUCT.handle(batch).onErrorResume(failure -> batch.acknowledge());
        }
    },
    TAKES_A_FAILED_PUBLICATION_FOR_DONE {
        @Override
        public Sequence sequence() {
            return batch -> batch.decideAndStore()
                    .flatMap(results ->
                            batch.deadLetter().then(batch.publish(results).onErrorComplete()))
                    .then(Mono.defer(batch::acknowledge));
        }
    },
    DROPS_WHAT_IT_CANNOT_DECODE {
        @Override
        public Sequence sequence() {
            return batch -> batch.decideAndStore().flatMap(batch::publish).then(Mono.defer(batch::acknowledge));
        }
    },
    PUBLISHES_BEFORE_THE_COMMIT {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return decorated(connection, real -> new DelegatingTransaction(real) {
                @Override
                public Mono<Void> save(List<CouponIssueResult> results) {
                    return super.save(results).then(publisher.publish(results));
                }
            });
        }
    },
    NEVER_LOOKS_INTO_THE_LEDGER {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return decorated(connection, real -> new DelegatingTransaction(real) {
                @Override
                public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
                    return Mono.just(Map.of());
                }
            });
        }
    },
    NEVER_LOOKS_FOR_HOLDERS {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return decorated(connection, real -> new DelegatingTransaction(real) {
                @Override
                public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
                    return Mono.just(Set.of());
                }
            });
        }
    },
    READS_COUPONS_BEFORE_IT_LOCKS_THEM {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return decorated(connection, real -> new DelegatingTransaction(real) {
                @Override
                public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
                    Map<Long, Coupon> stale = new HashMap<>(database.coupons);
                    stale.keySet().retainAll(couponIds);
                    return super.lockCoupons(couponIds).thenReturn(stale);
                }
            });
        }
    },
    LOCKS_NOTHING {
        @Override
        public SimulatedStore database(Chance chance, LiveInvariants invariants) {
            return new SimulatedStore(chance, invariants) {
                @Override
                boolean acquire(SimulatedTransaction transaction, Collection<?> keys) {
                    return true;
                }
            };
        }
    },
    LOCKS_NO_COUPON {
        @Override
        public CouponIssueStore store(
                CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
            return decorated(connection, real -> new DelegatingTransaction(real) {
                @Override
                public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
                    return super.lockCoupons(List.of()).map(none -> {
                        Map<Long, Coupon> read = new HashMap<>(database.coupons);
                        read.keySet().retainAll(couponIds);
                        return read;
                    });
                }
            });
        }
    },
    COMMITS_WHAT_IT_HAS_AFTER_AN_ERROR {
        @Override
        public SimulatedStore database(Chance chance, LiveInvariants invariants) {
            return new SimulatedStore(chance, invariants) {
                @Override
                void abort(SimulatedTransaction transaction) {
                    commit(transaction);
                }
            };
        }
    };

    private static CouponIssueStore decorated(
            CouponIssueStore real, Function<CouponIssueTransaction, CouponIssueTransaction> decorator) {
        return new CouponIssueStore() {
            @Override
            public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
                return real.inTransaction(transaction -> work.apply(decorator.apply(transaction)));
            }
        };
    }
}
