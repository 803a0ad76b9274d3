package coupon.api.issue;

import coupon.api.problem.ProblemType;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a request need not be queued: the worker would refuse it, judging by what is known of the coupon. */
enum EarlyRefusal {
    UNKNOWN_COUPON(CouponIssueStatus.VALIDATION_FAILED, ProblemType.UNKNOWN_COUPON),
    NOT_OPEN(CouponIssueStatus.BUSINESS_ERROR, ProblemType.NOT_OPEN),
    SOLD_OUT(CouponIssueStatus.OUT_OF_STOCK, ProblemType.OUT_OF_STOCK);

    private final CouponIssueStatus outcome;
    private final ProblemType problem;

    EarlyRefusal(CouponIssueStatus outcome, ProblemType problem) {
        this.outcome = outcome;
        this.problem = problem;
    }

    /** In the order in which the worker judges; null if it would not refuse the request. */
    static @Nullable EarlyRefusal of(Coupon coupon, Instant moment) {
        if (!coupon.isOpenAt(moment)) {
            return NOT_OPEN;
        }
        return coupon.available() == 0 ? SOLD_OUT : null;
    }

    CouponIssueStatus outcome() {
        return outcome;
    }

    ProblemType problem() {
        return problem;
    }
}
