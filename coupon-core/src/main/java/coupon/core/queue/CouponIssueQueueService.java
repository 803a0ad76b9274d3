package coupon.core.queue;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import reactor.core.publisher.Mono;

/** The queue: every request in it will be decided, in the order of the queue. */
public interface CouponIssueQueueService {
    /**
     * Appends a request to the queue. Never blocks the caller.
     *
     * @return its position, once the queue holds it durably. Fails with {@link QueueUnavailableException} if it was
     *     certainly not queued, with {@link QueueAcknowledgementUnknownException} if it may or may not have been
     */
    Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event);

    /** Pays the cost of the first request before there is one. Completes when a request would be accepted at once. */
    Mono<Void> warmUp();
}
