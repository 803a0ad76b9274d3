package coupon.core.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A request and its one final outcome: what is stored, published and answered. */
public record CouponIssueResult(
        UUID eventId,
        long userId,
        long couponId,
        CouponIssueStatus outcome,
        Instant requestedAt,
        Instant decidedAt,
        QueuePosition position) {
    public CouponIssueResult {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(requestedAt, "requestedAt");
        Objects.requireNonNull(decidedAt, "decidedAt");
        Objects.requireNonNull(position, "position");
    }

    public static CouponIssueResult of(CouponIssueRequest request, CouponIssueStatus outcome, Instant decidedAt) {
        CouponIssueEvent event = request.event();
        return new CouponIssueResult(
                event.eventId(),
                event.userId(),
                event.couponId(),
                outcome,
                event.requestedAt(),
                decidedAt,
                request.position());
    }

    public Holding holding() {
        return new Holding(couponId, userId);
    }

    public boolean isSuccess() {
        return outcome == CouponIssueStatus.SUCCESS;
    }
}
