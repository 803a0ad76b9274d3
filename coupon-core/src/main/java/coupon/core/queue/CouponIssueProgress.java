package coupon.core.queue;

import java.util.Map;
import reactor.core.publisher.Mono;

/** How far the lines are decided, as the queue itself remembers it. */
public interface CouponIssueProgress {
    /**
     * Asks the queue. Never blocks the caller.
     *
     * @return the first offset of each partition that is not yet known to be decided and published. Fails if the queue
     *     does not answer soon
     */
    Mono<Map<Integer, Long>> firstUndecided();
}
