package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A database in memory, whose transactions take turns between any two statements: row locks, unique keys that wait for
 * a transaction that inserted the same and has not committed, reads of what is committed (READ COMMITTED), changes that become
 * visible at commit.
 */
class SimulatedStore {
    final Map<Long, Coupon> coupons = new TreeMap<>();
    final Map<UUID, CouponIssueResult> stored = new HashMap<>();
    final Set<Holding> holdings = new HashSet<>();
    final Randomness random;
    private final LiveInvariants invariants;
    private final Map<Object, SimulatedTransaction> locks = new HashMap<>();

    SimulatedStore(Randomness random, LiveInvariants invariants) {
        this.random = random;
        this.invariants = invariants;
    }

    void put(Coupon coupon) {
        coupons.put(coupon.couponId(), coupon);
    }

    boolean isLocked(long couponId) {
        return locks.containsKey(couponId);
    }

    /** Takes a lock for each key, in their order, up to the first that another transaction has. */
    boolean acquire(SimulatedTransaction transaction, Collection<?> keys) {
        for (Object key : keys) {
            if (locks.computeIfAbsent(key, free -> transaction) != transaction) {
                return false;
            }
        }
        return true;
    }

    /** Which row locks the first statement takes. */
    Collection<Long> couponsToLock(Collection<Long> couponIds) {
        return couponIds;
    }

    void commit(SimulatedTransaction transaction) {
        stored.putAll(transaction.inserted);
        holdings.addAll(transaction.issued);
        transaction.taken.forEach(
                (couponId, quantity) -> coupons.computeIfPresent(couponId, (id, coupon) -> coupon.issuing(quantity)));
        release(transaction);
        invariants.committed(transaction.inserted.values(), this);
    }

    /** A failed transaction leaves nothing behind. */
    void abort(SimulatedTransaction transaction) {
        release(transaction);
    }

    void release(SimulatedTransaction transaction) {
        locks.values().removeIf(owner -> owner == transaction);
    }

    /** One worker's connection. */
    Connection connect(Steps steps) {
        return new Connection(steps);
    }

    /** Does one transaction at a time. */
    final class Connection implements CouponIssueStore {
        private final Steps steps;
        private @Nullable SimulatedTransaction running;
        private Function<List<CouponIssueResult>, Mono<Void>> beforeCommit = decided -> Mono.empty();

        private Connection(Steps steps) {
            this.steps = steps;
        }

        /** For a variant that does something between storing and the commit. */
        void beforeCommit(Function<List<CouponIssueResult>, Mono<Void>> beforeCommit) {
            this.beforeCommit = beforeCommit;
        }

        @Override
        public Mono<List<CouponIssueResult>> decideAndStore(
                List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule) {
            return Mono.defer(() -> {
                var transaction = new SimulatedTransaction(SimulatedStore.this, steps);
                running = transaction;
                return transaction
                        .read(batch)
                        .map(rule)
                        .flatMap(decided -> transaction
                                .save(decided)
                                .then(Mono.defer(() -> beforeCommit.apply(decided)))
                                .then(steps.step("commit", transaction::commit))
                                .thenReturn(decided))
                        .doOnError(failure -> transaction.abort());
            });
        }

        /** The server ends what runs, as for a client that is gone; the client learns it with its next statement. */
        void end() {
            if (running != null) {
                running.abort();
            }
        }
    }
}
