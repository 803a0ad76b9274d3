package coupon.bench.scenario;

import coupon.core.queue.CouponIssueQueueService;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import java.util.Set;

/** What differs between the queues as seen from outside. */
interface QueueSide extends AutoCloseable {
    /** The product's own way into the queue, without the API before it. */
    CouponIssueQueueService queue();

    /**
     * Adds what the queue tells of these coupons: its records, what was published, what could not be read. Only what came
     * since the last call, so coupons are asked for once, when they have come to rest.
     */
    void observe(Evidence evidence, Set<Long> couponIds);

    /** The worker that decides on this coupon now. */
    AppServer ownerOf(long couponId);

    /** Returns when so many workers share the work, as far as the queue lets them. */
    void awaitShared(int workers);

    @Override
    void close();
}
