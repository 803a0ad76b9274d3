package coupon.core.store.memory;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** One transaction at a time, on a copy that takes the place of the original at commit. */
public final class InMemoryCouponIssueStore implements CouponIssueStore {
    private State committed = new State(new HashMap<>(), new HashMap<>(), new HashSet<>());

    @Override
    public <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work) {
        return Mono.defer(() -> {
            State working = committed.copy();
            return work.apply(new Transaction(working)).doOnNext(done -> committed = working);
        });
    }

    public void put(Coupon coupon) {
        committed.coupons.put(coupon.couponId(), coupon);
    }

    public Map<Long, Coupon> coupons() {
        return Map.copyOf(committed.coupons);
    }

    public Map<UUID, CouponIssueResult> ledger() {
        return Map.copyOf(committed.ledger);
    }

    public Set<Holding> holdings() {
        return Set.copyOf(committed.holdings);
    }

    private record State(Map<Long, Coupon> coupons, Map<UUID, CouponIssueResult> ledger, Set<Holding> holdings) {
        State copy() {
            return new State(new HashMap<>(coupons), new HashMap<>(ledger), new HashSet<>(holdings));
        }
    }

    private record Transaction(State state) implements CouponIssueTransaction {
        @Override
        public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
            return Mono.fromSupplier(() -> having(state.coupons, couponIds));
        }

        @Override
        public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
            return Mono.fromSupplier(() -> having(state.ledger, eventIds));
        }

        @Override
        public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
            return Mono.fromSupplier(() -> {
                Set<Holding> found = new HashSet<>(wanted);
                found.retainAll(state.holdings);
                return found;
            });
        }

        @Override
        public Mono<Void> save(List<CouponIssueResult> results) {
            return Mono.fromRunnable(() -> results.forEach(this::save));
        }

        private void save(CouponIssueResult result) {
            require(state.ledger.putIfAbsent(result.eventId(), result) == null, "decided twice", result);
            if (result.isSuccess()) {
                require(state.holdings.add(result.holding()), "issued twice", result);
                state.coupons.computeIfPresent(
                        result.couponId(), (id, coupon) -> coupon.issuing(1));
            }
        }

        private static void require(boolean held, String broken, CouponIssueResult result) {
            if (!held) {
                throw new IllegalStateException(broken + ": " + result);
            }
        }

        private static <K, V> Map<K, V> having(Map<K, V> all, Collection<K> keys) {
            Map<K, V> found = new HashMap<>(all);
            found.keySet().retainAll(Set.copyOf(keys));
            return found;
        }
    }
}
