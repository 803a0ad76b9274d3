package coupon.core.processor;

import coupon.core.domain.CouponIssueResult;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some coupons of a batch are locked by another transaction: their requests are undecided. The others are decided and
 * stored; when the batch is delivered again they have the same results.
 */
public final class CouponsLockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<CouponIssueResult> decided;

    CouponsLockedException(Set<Long> couponIds, List<CouponIssueResult> decided, @Nullable Throwable cause) {
        super(
                "locked by another transaction: coupons " + couponIds + "; the other coupons of the batch are decided",
                cause);
        this.decided = List.copyOf(decided);
    }

    /** The results of the requests for the other coupons, those of each coupon in the order of the batch. */
    public List<CouponIssueResult> decided() {
        return decided;
    }
}
