package coupon.api.issue;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.time.Instant;
import java.util.Optional;

/** Why a request need not be queued: the worker would refuse it, judging by what is known of the coupon. */
enum EarlyRefusal {
    UNKNOWN_COUPON(CouponIssueStatus.VALIDATION_FAILED),
    NOT_OPEN(CouponIssueStatus.BUSINESS_ERROR),
    SOLD_OUT(CouponIssueStatus.OUT_OF_STOCK);

    private final CouponIssueStatus outcome;

    EarlyRefusal(CouponIssueStatus outcome) {
        this.outcome = outcome;
    }

    /** In the order in which the worker judges. */
    static Optional<EarlyRefusal> of(Coupon coupon, Instant moment) {
        if (!coupon.isOpenAt(moment)) {
            return Optional.of(NOT_OPEN);
        }
        return coupon.stock() == 0 ? Optional.of(SOLD_OUT) : Optional.empty();
    }

    CouponIssueStatus outcome() {
        return outcome;
    }
}
