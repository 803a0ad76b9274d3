package coupon.api.readiness;

import coupon.api.coupon.CouponSnapshot;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * Whether the coupons are known. A snapshot that grows old does not make this instance unready: requests are judged by
 * the worker, and without the database all instances would be unready at once, for no gain. Its age is told instead.
 */
public final class CouponHealthIndicator implements ReactiveHealthIndicator {
    private final CouponSnapshot coupons;

    public CouponHealthIndicator(CouponSnapshot coupons) {
        this.coupons = coupons;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> coupons.age()
                .map(age -> Health.up().withDetail("snapshotAge", age.toString()))
                .orElseGet(() -> Health.down().withDetail("reason", "the coupons were never read"))
                .build());
    }
}
