package coupon.api.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.CouponState;
import coupon.core.queue.wire.PublishedResult;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as clients see it.
 *
 * @param position how many will be decided before it; null if decided, or not known
 * @param number of a success among those of its coupon, from 1
 * @param code of a success of a coupon with codes: for its user and for operators, never for a log
 * @param couponState {@code PAUSED} while the request waits and its coupon is paused; absent otherwise
 */
public record RequestView(
        UUID requestId,
        long couponId,
        long userId,
        State state,
        @Nullable Long position,
        @Nullable CouponIssueStatus outcome,
        Instant acceptedAt,
        @Nullable Instant decidedAt,
        @Nullable Long number,
        @Nullable String code,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CouponState couponState) {
    /** Where a request is on its way. */
    public enum State {
        QUEUED,
        DECIDED
    }

    public static RequestView queued(UUID requestId, long couponId, RequestTicket ticket, OptionalLong position) {
        return new RequestView(
                requestId,
                couponId,
                ticket.userId(),
                State.QUEUED,
                position.isPresent() ? position.getAsLong() : null,
                null,
                ticket.acceptedAt(),
                null,
                null,
                null,
                null);
    }

    public static RequestView decided(CouponIssueResult result) {
        return new RequestView(
                result.eventId(),
                result.couponId(),
                result.userId(),
                State.DECIDED,
                null,
                result.outcome(),
                result.requestedAt(),
                result.decidedAt(),
                result.number(),
                null,
                null);
    }

    /** @param acceptedAt which the published result does not contain */
    public static RequestView decided(PublishedResult result, Instant acceptedAt) {
        return new RequestView(
                result.eventId(),
                result.couponId(),
                result.userId(),
                State.DECIDED,
                null,
                result.outcome(),
                acceptedAt,
                result.decidedAt(),
                result.number(),
                null,
                null);
    }

    RequestView withCode(String code) {
        return with(position, code, couponState);
    }

    RequestView withPosition(@Nullable Long position) {
        return with(position, code, couponState);
    }

    RequestView ofPausedCoupon() {
        return with(position, code, CouponState.PAUSED);
    }

    private RequestView with(@Nullable Long position, @Nullable String code, @Nullable CouponState couponState) {
        return new RequestView(
                requestId,
                couponId,
                userId,
                state,
                position,
                outcome,
                acceptedAt,
                decidedAt,
                number,
                code,
                couponState);
    }

    /** Without the code, which is a secret. */
    @Override
    public String toString() {
        return "RequestView[requestId=" + requestId + ", state=" + state + ", outcome=" + outcome + "]";
    }
}
