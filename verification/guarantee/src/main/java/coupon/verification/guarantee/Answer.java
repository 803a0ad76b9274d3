package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueStatus;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One response to one client. A producer that writes to the topic directly is a client too: its acknowledgement is an
 * {@link Kind#ACCEPTED}, a missing one an {@link Kind#UNKNOWN}.
 *
 * @param idempotencyKey as sent; null without one
 * @param requestId as answered; null if the client was given none
 * @param outcome as answered; null if the client was given none
 */
public record Answer(
        Kind kind,
        long couponId,
        long userId,
        @Nullable String idempotencyKey,
        @Nullable UUID requestId,
        @Nullable CouponIssueStatus outcome) {
    /** What the answer promises. */
    public enum Kind {
        /** The request is durably queued. */
        ACCEPTED,
        /** The request has this final outcome. */
        DECIDED,
        /** Nothing was queued by this call. */
        REFUSED,
        /** Queued or not: it is not known. */
        UNKNOWN
    }

    public Answer {
        if (kind == Kind.ACCEPTED || kind == Kind.DECIDED) {
            Objects.requireNonNull(requestId, "a promise names its request");
        }
        if (kind == Kind.DECIDED) {
            Objects.requireNonNull(outcome, "a decision has an outcome");
        }
    }

    public static Answer accepted(long couponId, long userId, UUID requestId) {
        return new Answer(Kind.ACCEPTED, couponId, userId, null, requestId, null);
    }

    /** A {@code 504}, a time-out, a lost connection: the last two give no request id. */
    public static Answer unknown(long couponId, long userId, @Nullable UUID requestId) {
        return new Answer(Kind.UNKNOWN, couponId, userId, null, requestId, null);
    }

    /**
     * The answer to a {@code POST …/issue}.
     *
     * @param status of HTTP
     * @param preferenceApplied whether the answer had that header: a {@code 409} with it is an outcome, one without it
     *     an early refusal
     */
    public static Answer ofHttp(
            int status,
            boolean preferenceApplied,
            long couponId,
            long userId,
            @Nullable UUID requestId,
            @Nullable CouponIssueStatus outcome) {
        return new Answer(kindOf(status, preferenceApplied), couponId, userId, null, requestId, outcome);
    }

    public Answer withIdempotencyKey(@Nullable String key) {
        return new Answer(kind, couponId, userId, key, requestId, outcome);
    }

    /** Whether it says that the request is queued, or decided. */
    boolean isPromise() {
        return kind == Kind.ACCEPTED || kind == Kind.DECIDED;
    }

    /** What makes two calls one request; null without an idempotency key. */
    @Nullable
    String callKey() {
        return idempotencyKey == null ? null : couponId + " " + userId + " " + idempotencyKey;
    }

    private static Kind kindOf(int status, boolean preferenceApplied) {
        if (status == 202) {
            return Kind.ACCEPTED;
        }
        if (status == 201 || preferenceApplied) {
            return Kind.DECIDED;
        }
        return status == 503 || status >= 400 && status < 500 ? Kind.REFUSED : Kind.UNKNOWN;
    }
}
