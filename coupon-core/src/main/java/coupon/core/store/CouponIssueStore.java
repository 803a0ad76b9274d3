package coupon.core.store;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Where batches are stored, each in one transaction. */
public interface CouponIssueStore {
    /**
     * Runs the work in one transaction: committed if it emits or completes, rolled back as a whole if it fails.
     * Must not be cancelled.
     *
     * @return what the work returned, after the commit. Fails with {@link StoreRejectedException} if the database
     *     refuses the data itself, and with anything else if it could not do the work now: then the outcome of a
     *     commit may be unknown, and the same work may simply be done again
     */
    <T> Mono<T> inTransaction(Function<CouponIssueTransaction, Mono<T>> work);
}
