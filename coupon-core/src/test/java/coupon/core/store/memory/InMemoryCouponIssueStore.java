package coupon.core.store.memory;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.DecidedBatch;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreRejectedException;
import coupon.core.testing.Fixtures;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** One transaction at a time, on a copy that replaces the original at commit. */
public final class InMemoryCouponIssueStore implements CouponIssueStore {
    private State committed = new State(new HashMap<>(), new HashMap<>(), new HashSet<>());

    @Override
    public Mono<DecidedBatch> decideAndStore(List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule) {
        return Mono.fromSupplier(() -> {
            State working = committed.copy();
            DecidedBatch decided = rule.apply(working.known(batch));
            decided.decidedNow().forEach(working::save);
            committed = working;
            return decided;
        });
    }

    public void put(Coupon coupon) {
        committed.coupons.put(coupon.couponId(), coupon);
    }

    public Map<Long, Coupon> coupons() {
        return Map.copyOf(committed.coupons);
    }

    /** The stored requests, by event id. */
    public Map<UUID, CouponIssueResult> requests() {
        return Map.copyOf(committed.requests);
    }

    public Set<Holding> holdings() {
        return Set.copyOf(committed.holdings);
    }

    private record State(Map<Long, Coupon> coupons, Map<UUID, CouponIssueResult> requests, Set<Holding> holdings) {
        State copy() {
            return new State(new HashMap<>(coupons), new HashMap<>(requests), new HashSet<>(holdings));
        }

        Known known(List<CouponIssueRequest> batch) {
            Set<Holding> met =
                    new HashSet<>(batch.stream().map(CouponIssueRequest::wanted).toList());
            met.retainAll(holdings);
            return new Known(
                    having(
                            coupons,
                            batch.stream().map(it -> it.event().couponId()).toList()),
                    having(
                            requests,
                            batch.stream().map(it -> it.event().eventId()).toList()),
                    met);
        }

        void save(CouponIssueResult result) {
            require(requests.putIfAbsent(result.eventId(), result) == null, "decided twice", result);
            if (result.isSuccess()) {
                require(holdings.add(result.holding()), "issued twice", result);
                coupons.computeIfPresent(result.couponId(), (id, coupon) -> issuing(coupon));
            }
        }

        private static Coupon issuing(Coupon coupon) {
            if (coupon.stock() == 0) {
                throw new StoreRejectedException("stock below 0", new IllegalStateException("coupon " + coupon));
            }
            return Fixtures.issuing(coupon, 1);
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
