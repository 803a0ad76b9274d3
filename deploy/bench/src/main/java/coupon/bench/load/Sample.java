package coupon.bench.load;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.guarantee.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer.
 *
 * @param number its place in the plan, from 0
 * @param waited whether it asked to be told the outcome
 * @param sentNanos when it was sent, by {@link System#nanoTime()} of the load process
 * @param status of HTTP; 0 if no answer came
 * @param preferenceApplied whether the answer says that it waited
 */
public record Sample(
        int number,
        long couponId,
        long userId,
        boolean waited,
        long sentNanos,
        long answeredNanos,
        int status,
        boolean preferenceApplied,
        @Nullable UUID requestId,
        @Nullable CouponIssueStatus outcome) {

    public boolean isAccepted() {
        return status == 202;
    }

    /** Whether the client was told that it has the coupon. */
    public boolean isIssued() {
        return status == 201;
    }

    /** As the guarantees want it. */
    public Answer toAnswer() {
        return Answer.ofHttp(status, preferenceApplied && status != 202, couponId, userId, requestId, outcome);
    }
}
