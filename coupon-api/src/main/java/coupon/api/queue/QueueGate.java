package coupon.api.queue;

import coupon.api.background.Recurring;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueUnavailableException;
import reactor.core.publisher.Mono;

/**
 * The queue behind a gate that is closed while the queue does not answer: a request is then refused at once and with
 * certainty, and not sent to wait for an acknowledgement that will not come.
 */
public final class QueueGate implements CouponIssueQueueService {
    private final CouponIssueQueueService queue;
    private final Recurring watch;

    /** @param watch succeeds as long as the queue answers */
    public QueueGate(CouponIssueQueueService queue, Recurring watch) {
        this.queue = queue;
        this.watch = watch;
    }

    @Override
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return watch.failure()
                .<Mono<QueuePosition>>map(
                        failure -> Mono.error(new QueueUnavailableException("the queue does not answer", failure)))
                .orElseGet(() -> queue.addCouponIssueRequest(event));
    }

    @Override
    public Mono<Void> warmUp() {
        return queue.warmUp();
    }
}
