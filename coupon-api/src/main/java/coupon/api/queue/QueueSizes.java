package coupon.api.queue;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import coupon.core.queue.CouponIssueLag;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Asks the queue how long a line is. Those who ask for the same one share a question, and its answer for a moment. */
public final class QueueSizes {
    private static final Duration REMEMBERED = Duration.ofMillis(500);
    private static final int REMEMBERED_MAX = 10_000;

    private final CouponIssueLag lag;
    private final AsyncCache<Long, Long> sizes = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    public QueueSizes(CouponIssueLag lag) {
        this.lag = lag;
    }

    /** Fails with {@link coupon.core.queue.QueueUnavailableException} if the queue does not answer soon. */
    Mono<Long> of(long couponId) {
        return Mono.fromFuture(
                sizes.get(couponId, (id, executor) -> lag.queueSize(id).toFuture()), true);
    }
}
