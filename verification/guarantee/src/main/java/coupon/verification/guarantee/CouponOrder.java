package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The valid requests for one coupon, judged one after the other. */
interface CouponOrder {
    void judge(LogRecord record, CouponIssueStatus outcome, Consumer<String> broken);

    /** A request that has no outcome is here: no later one may have one. */
    void undecided();

    /** @param left the coupon after the run */
    void end(@Nullable Coupon left, Findings findings);
}
