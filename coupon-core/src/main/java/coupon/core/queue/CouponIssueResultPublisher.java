package coupon.core.queue;

import coupon.core.domain.CouponIssueResult;
import java.util.List;
import reactor.core.publisher.Mono;

/** Tells whoever waits what was decided, at least once, in decision order per coupon. */
public interface CouponIssueResultPublisher {
    /**
     * Publishes results that are already stored. Completes when all of them are acknowledged; fails if one of them may
     * not be: then all are to be published again.
     */
    Mono<Void> publish(List<CouponIssueResult> results);
}
