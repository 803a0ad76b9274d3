package coupon.core.queue;

import reactor.core.publisher.Mono;

/** How much waits to be decided, as the queue knows it. Fails with {@link QueueUnavailableException} within seconds. */
public interface CouponIssueLag {
    /** All lines, and who decides them. Never blocks the caller. */
    Mono<GroupLag> lag();

    /**
     * How many wait for the coupon. Where the queue does not count by coupon, how many wait in the coupon's line: those of
     * other coupons among them, which are decided before whoever comes now. Never blocks the caller.
     */
    Mono<Long> queueSize(long couponId);
}
