package coupon.core.queue;

import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What can be known of the queue without adding a request to it. No method blocks its caller, and each fails within
 * seconds if the queue does not answer.
 */
public interface QueueMonitor {
    /** Creates what the queue needs and does not have yet, and leaves what exists as it is. May be repeated. */
    Mono<Void> prepare();

    /** Completes if the queue could accept a request into each of its partitions now. */
    Mono<Void> check();

    /** The first offset of each partition that is not yet known to be decided and published. */
    Mono<Map<Integer, Long>> committed();

    /**
     * How many requests wait to be decided, by partition, since when, and who decides them. Fails with
     * {@link QueueUnavailableException}.
     */
    Mono<GroupLag> lag();

    /**
     * How many requests for the coupon wait. Where the queue does not count by coupon: how many wait in the coupon's
     * partition, which are all decided before a request that is added now. Fails with {@link QueueUnavailableException}.
     */
    Mono<Long> queueSize(long couponId);
}
