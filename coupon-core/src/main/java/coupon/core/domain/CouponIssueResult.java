package coupon.core.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request and its one final outcome: what is stored, published and answered.
 *
 * @param number of a success among those of its coupon, from 1, in the order of decision; null without a success, and
 *     for a success that was stored before there were numbers
 */
public record CouponIssueResult(
        UUID eventId,
        long userId,
        long couponId,
        CouponIssueStatus outcome,
        Instant requestedAt,
        Instant decidedAt,
        QueuePosition position,
        @Nullable Long number) {
    public CouponIssueResult {
        if (number != null && outcome != CouponIssueStatus.SUCCESS) {
            throw new IllegalArgumentException("only a success has a number: " + eventId);
        }
    }

    public static CouponIssueResult of(CouponIssueRequest request, CouponIssueStatus outcome, Instant decidedAt) {
        return of(request, outcome, decidedAt, null);
    }

    public static CouponIssueResult of(
            CouponIssueRequest request, CouponIssueStatus outcome, Instant decidedAt, @Nullable Long number) {
        CouponIssueEvent event = request.event();
        return new CouponIssueResult(
                event.eventId(),
                event.userId(),
                event.couponId(),
                outcome,
                event.requestedAt(),
                decidedAt,
                request.position(),
                number);
    }

    public Holding holding() {
        return new Holding(couponId, userId);
    }

    public boolean isSuccess() {
        return outcome == CouponIssueStatus.SUCCESS;
    }
}
