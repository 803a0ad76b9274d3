package coupon.api.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this instance did with the requests whose ids follow from a key, a bounded number of them for a while: until a
 * queued one is decided nothing else knows of it, and a refused one is stored nowhere. Both kinds have their own bound, so
 * that inventing keys for a coupon that is sold out does not push out those that are queued.
 */
final class RecentKeys {
    private static final int REMEMBERED_MAX = 100_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

    private final Cache<UUID, Boolean> queued = newCache();
    private final Cache<UUID, EarlyRefusal> refused = newCache();

    void queued(UUID requestId) {
        queued.put(requestId, Boolean.TRUE);
    }

    boolean isQueued(UUID requestId) {
        return queued.getIfPresent(requestId) != null;
    }

    void refused(UUID requestId, EarlyRefusal reason) {
        refused.put(requestId, reason);
    }

    /** Null if it was not refused, as far as is known. */
    @Nullable
    EarlyRefusal refusal(UUID requestId) {
        return refused.getIfPresent(requestId);
    }

    private static <V> Cache<UUID, V> newCache() {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .build();
    }
}
