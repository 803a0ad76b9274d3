package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A database in memory, whose transactions take turns between any two statements: row locks, unique keys that wait for
 * a transaction that inserted the same and has not committed, reads of what is committed (READ COMMITTED), changes that become
 * visible at commit.
 */
class SimulatedStore {
    final Map<Long, Coupon> coupons = new TreeMap<>();
    final Map<UUID, CouponIssueResult> stored = new HashMap<>();
    final Set<Holding> holdings = new HashSet<>();
    private final World world;
    private final Map<Object, SimulatedConnection> locks = new HashMap<>();

    SimulatedStore(World world) {
        this.world = world;
    }

    void put(Coupon coupon) {
        coupons.put(coupon.couponId(), coupon);
    }

    boolean isLocked(long couponId) {
        return locks.containsKey(couponId);
    }

    /** Takes a lock for each key, in their order, up to the first that another transaction has. */
    boolean acquire(SimulatedConnection transaction, Collection<?> keys) {
        return keys.stream().allMatch(key -> locks.computeIfAbsent(key, free -> transaction) == transaction);
    }

    /** Which row locks the first statement takes. */
    Collection<Long> couponsToLock(Collection<Long> couponIds) {
        return couponIds;
    }

    void commit(SimulatedConnection transaction) {
        stored.putAll(transaction.inserted);
        holdings.addAll(transaction.issued);
        transaction.taken.forEach(
                (couponId, quantity) -> coupons.computeIfPresent(couponId, (id, coupon) -> coupon.issuing(quantity)));
        release(transaction);
        world.invariants.committed(transaction.inserted.values());
    }

    /** A failed transaction leaves nothing behind. */
    void abort(SimulatedConnection transaction) {
        release(transaction);
    }

    private void release(SimulatedConnection transaction) {
        locks.values().removeIf(owner -> owner == transaction);
    }
}
