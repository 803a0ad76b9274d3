package coupon.core.store.memory;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.CouponIssueTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A real transaction, of which a test may do one step otherwise. */
public class DelegatingTransaction implements CouponIssueTransaction {
    private final CouponIssueTransaction real;

    public DelegatingTransaction(CouponIssueTransaction real) {
        this.real = real;
    }

    @Override
    public Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds) {
        return real.lockCoupons(couponIds);
    }

    @Override
    public Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds) {
        return real.findDecided(eventIds);
    }

    @Override
    public Mono<Set<Holding>> findHoldings(Collection<Holding> wanted) {
        return real.findHoldings(wanted);
    }

    @Override
    public Mono<Void> save(List<CouponIssueResult> results) {
        return real.save(results);
    }
}
