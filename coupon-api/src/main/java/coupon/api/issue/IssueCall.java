package coupon.api.issue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;

/**
 * What a client asks for.
 *
 * @param preference how long it would wait for the outcome
 * @param key with which it may have asked before
 */
record IssueCall(long couponId, long userId, Optional<WaitPreference> preference, Optional<IdempotencyKey> key) {
    /** @throws coupon.api.http.InvalidParameterException if a header is malformed */
    static IssueCall of(long couponId, long userId, HttpHeaders headers) {
        return new IssueCall(
                couponId,
                userId,
                WaitPreference.in(lines(headers, PreferHeader.NAME)),
                IdempotencyKey.in(lines(headers, IdempotencyKey.NAME)));
    }

    /** Without a key every call is another request. */
    UUID requestId(Supplier<UUID> newIds) {
        return key.map(it -> it.requestId(couponId, userId)).orElseGet(newIds);
    }

    Optional<Duration> waiting() {
        return preference.map(WaitPreference::duration);
    }

    private static List<String> lines(HttpHeaders headers, String name) {
        return headers.getOrEmpty(name);
    }
}
