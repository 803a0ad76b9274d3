package coupon.core.store;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The steps of storing one batch. {@link #lockCoupons} comes first: what is read after it is the truth until the
 * transaction ends, because whoever decides on a coupon holds its lock.
 */
public interface CouponIssueTransaction {
    /** Locks the coupons, waiting for other deciders. Returns those that exist, by id. */
    Mono<Map<Long, Coupon>> lockCoupons(Collection<Long> couponIds);

    /** The events among these that already have their outcome, by event id. */
    Mono<Map<UUID, CouponIssueResult>> findDecided(Collection<UUID> eventIds);

    /** Those of the holdings that exist. */
    Mono<Set<Holding>> findHoldings(Collection<Holding> wanted);

    /** Stores the outcomes, gives the coupons to the winners and takes them from the stock. */
    Mono<Void> save(List<CouponIssueResult> results);
}
