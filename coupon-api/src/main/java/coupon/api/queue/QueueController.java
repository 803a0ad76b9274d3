package coupon.api.queue;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import coupon.core.queue.QueueMonitor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How many requests wait to be decided. */
@RestController
final class QueueController {
    private final CouponSnapshot coupons;
    private final QueueSizes sizes;

    QueueController(CouponSnapshot coupons, QueueMonitor queue) {
        this.coupons = coupons;
        this.sizes = new QueueSizes(queue);
    }

    @GetMapping(path = "/api/coupons/{couponId}/queue", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<QueueView> get(@PathVariable PositiveId couponId) {
        return coupons.find(couponId.value())
                .switchIfEmpty(Mono.error(() -> Problems.unknownCoupon(couponId.value())))
                .flatMap(coupon -> sizes.of(coupon.couponId()))
                .map(size -> new QueueView(couponId.value(), size));
    }

    /**
     * The queue as clients see it.
     *
     * @param queueSize requests that are accepted and not yet decided; those of other coupons in the same partition among them
     */
    record QueueView(long couponId, long queueSize) {}
}
