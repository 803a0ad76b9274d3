package coupon.core.store;

import coupon.core.domain.CouponIssueRequest;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Where batches are decided and stored, each in one transaction. */
public interface CouponIssueStore {
    /**
     * Locks the coupons of a batch, asks the rule what comes of the batch, and stores what is new: outcomes, the
     * winners' coupons with their numbers, stock and counters. All of it or, if anything fails, nothing. Must not be
     * cancelled.
     *
     * @param rule has no effects, because it may be asked more than once: the first answer counts on nothing being
     *     known yet where that is cheaper to try than to read. If it fails, nothing is stored
     * @return what the rule said, after the commit. Fails with {@link StoreRejectedException} if the database refuses
     *     the data itself, with {@link StoreLockedException} if another transaction held the lock of a coupon for too
     *     long, and with anything else if it could not do the work now: then the outcome of a commit may be unknown,
     *     and the same batch may simply be decided again
     */
    Mono<DecidedBatch> decideAndStore(List<CouponIssueRequest> batch, Function<Known, DecidedBatch> rule);
}
