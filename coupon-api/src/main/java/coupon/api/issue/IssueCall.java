package coupon.api.issue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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
        List<String> prefer = headers.get(WaitPreference.NAME);
        List<String> key = headers.get(IdempotencyKey.NAME);
        return new IssueCall(
                couponId,
                userId,
                prefer == null ? null : WaitPreference.in(prefer).orElse(null),
                key == null ? null : IdempotencyKey.in(key).orElse(null));
    }

    /** Without a key every call is another request. */
    UUID requestId(Supplier<UUID> newIds) {
        return key == null ? newIds.get() : key.requestId(couponId, userId);
    }

    boolean isWaiting() {
        return preference != null;
    }

    Duration waiting() {
        return preference == null ? Duration.ZERO : preference.duration();
    }
}
