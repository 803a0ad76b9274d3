package coupon.core.store.memory;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStore.Known;
import coupon.core.store.StoreRejectedException;
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
    private Known committed = new Known(Map.of(), Map.of(), Set.of());

    @Override
    public Mono<List<CouponIssueResult>> decideAndStore(
            List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule) {
        return Mono.fromSupplier(() -> {
            Known working = copy();
            List<CouponIssueResult> results = rule.apply(read(batch));
            results.forEach(result -> save(result, working));
            committed = working;
            return results;
        });
    }

    public void put(Coupon coupon) {
        committed = copy();
        committed.coupons().put(coupon.couponId(), coupon);
    }

    public Map<Long, Coupon> coupons() {
        return Map.copyOf(committed.coupons());
    }

    /** The stored requests, by event id. */
    public Map<UUID, CouponIssueResult> requests() {
        return Map.copyOf(committed.decided());
    }

    public Set<Holding> holdings() {
        return Set.copyOf(committed.holdings());
    }

    private Known copy() {
        return new Known(
                new HashMap<>(committed.coupons()),
                new HashMap<>(committed.decided()),
                new HashSet<>(committed.holdings()));
    }

    private Known read(List<CouponIssueRequest> batch) {
        Known read = copy();
        Set<Long> couponIds = new HashSet<>();
        Set<UUID> eventIds = new HashSet<>();
        Set<Holding> wanted = new HashSet<>();
        for (CouponIssueRequest request : batch) {
            couponIds.add(request.event().couponId());
            eventIds.add(request.event().eventId());
            wanted.add(request.wanted());
        }
        read.coupons().keySet().retainAll(couponIds);
        read.decided().keySet().retainAll(eventIds);
        read.holdings().retainAll(wanted);
        return read;
    }

    private static void save(CouponIssueResult result, Known working) {
        if (working.decided().putIfAbsent(result.eventId(), result) != null) {
            throw new IllegalStateException("decided twice: " + result);
        }
        if (result.isSuccess()) {
            if (!working.holdings().add(result.holding())) {
                throw new IllegalStateException("issued twice: " + result);
            }
            working.coupons().computeIfPresent(result.couponId(), (id, coupon) -> issuing(coupon));
        }
    }

    private static Coupon issuing(Coupon coupon) {
        if (coupon.stock() == 0) {
            throw new StoreRejectedException("stock below 0", new IllegalStateException("coupon " + coupon));
        }
        return coupon.issuing(1);
    }
}
