package coupon.core.queue;

import reactor.core.publisher.Mono;

/** How much waits to be decided, as the queue knows it. Fails with {@link QueueUnavailableException} within seconds. */
public interface CouponIssueLag {
    /** All lines, and who decides them. Never blocks the caller. */
    Mono<GroupLag> lag();

    /**
     * How many wait in the line that the coupon's requests stand in: those of other coupons in the same line among them,
     * because they are decided before whoever comes now. Never blocks the caller.
     */
    Mono<Long> queueSize(long couponId);
}
