package coupon.api.issue;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a client asks for.
 *
 * @param preference how long it would wait for the outcome; null: not at all
 * @param key with which it may have asked before
 */
record IssueCall(
        long couponId,
        long userId,
        @Nullable WaitPreference preference,
        @Nullable IdempotencyKey key) {
    /** @throws coupon.api.http.InvalidParameterException if a header is malformed */
    static IssueCall of(long couponId, long userId, HttpHeaders headers) {
        return new IssueCall(
                couponId,
                userId,
                WaitPreference.in(headers.getOrEmpty(WaitPreference.NAME)).orElse(null),
                IdempotencyKey.in(headers.getOrEmpty(IdempotencyKey.NAME)).orElse(null));
    }
}
