package coupon.core.store;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Where batches are decided and stored, each in one transaction. */
public interface CouponIssueStore {
    /**
     * Locks the coupons of a batch, asks the rule what comes of the batch, and stores what is new: outcomes, the
     * winners' coupons with their numbers, stock and counters. All of it or, if anything fails, nothing. Must not be
     * cancelled.
     *
     * @param wait whether to wait for coupons that another transaction has locked
     * @param rule says which results are new and are to be stored, each event once. It has no effects, because it may be
     *     asked more than once: the first answer counts on nothing being known yet where that is cheaper to try than to
     *     read. If it fails, nothing is stored
     * @return what the rule said last, after the commit. Fails with {@link StoreRejectedException} if the database refuses
     *     the data itself, with {@link StoreLockedException} if another transaction held the lock of a coupon for too
     *     long, and with anything else if it could not do the work now: then the outcome of a commit may be unknown,
     *     and the same batch may simply be decided again
     */
    Mono<List<CouponIssueResult>> decideAndStore(
            List<CouponIssueRequest> batch, boolean wait, Function<Known, List<CouponIssueResult>> rule);

    /**
     * What the database knows about a batch, read under the locks of its coupons.
     *
     * @param coupons those of the batch's coupons that exist, by id
     * @param decided the stored results of those of the batch's events that were decided before, by event id
     * @param holdings those of the batch's {@link coupon.core.domain.CouponIssueRequest#wanted() wishes} that are met
     */
    record Known(Map<Long, Coupon> coupons, Map<UUID, CouponIssueResult> decided, Set<Holding> holdings) {}
}
