package coupon.api.queue;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.core.queue.QueueMonitor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How many requests wait to be decided. */
@RestController
final class QueueController {
    private final CouponSnapshot coupons;
    private final QueueMonitor queue;
    private final ConcurrentMap<Long, Mono<Long>> underWay = new ConcurrentHashMap<>();

    QueueController(CouponSnapshot coupons, QueueMonitor queue) {
        this.coupons = coupons;
        this.queue = queue;
    }

    @GetMapping(path = "/api/coupons/{couponId}/queue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<QueueView> get(@PathVariable PositiveId couponId) {
        return coupons.find(couponId.value())
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())))
                .flatMap(coupon -> size(coupon.couponId()))
                .map(size -> new QueueView(couponId.value(), size));
    }

    /**
     * Callers that ask for the same coupon at the same time share one question. Fails with
     * {@link coupon.core.queue.QueueUnavailableException} if the queue does not answer soon.
     */
    Mono<Long> size(long couponId) {
        return Mono.defer(() -> underWay.computeIfAbsent(couponId, this::question));
    }

    private Mono<Long> question(long couponId) {
        return queue.queueSize(couponId)
                .doOnTerminate(() -> underWay.remove(couponId))
                .share(); // goes on for the others when one of the callers leaves
    }

    /**
     * The queue as clients see it.
     *
     * @param queueSize requests that are accepted and not yet decided; those of other coupons in the same partition among them
     */
    record QueueView(long couponId, long queueSize) {}
}
