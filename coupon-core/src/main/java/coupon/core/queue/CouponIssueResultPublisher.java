package coupon.core.queue;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.TraceParent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Publishes what was decided to those who wait for it, at least once, in decision order per coupon. */
public interface CouponIssueResultPublisher {
    /**
     * Publishes results that are already stored. Completes when all of them are acknowledged; fails if one of them may
     * not be: then all are to be published again.
     */
    Mono<Void> publish(List<CouponIssueResult> results);

    /**
     * The same, and lets each result be followed back to the trace of its request, where the results can carry that.
     *
     * @param traces of the requests that have one, by event id; mostly none
     */
    default Mono<Void> publish(List<CouponIssueResult> results, Map<UUID, TraceParent> traces) {
        return publish(results);
    }
}
