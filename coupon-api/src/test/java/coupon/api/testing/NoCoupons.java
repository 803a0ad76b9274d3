package coupon.api.testing;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponReader;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** A database without coupons, for a snapshot whose coupons the test itself makes. */
public final class NoCoupons implements CouponReader {
    @Override
    public Mono<List<Coupon>> readAll() {
        return Mono.just(List.of());
    }

    @Override
    public Mono<List<Coupon>> readChanged(Duration within) {
        return Mono.just(List.of());
    }
}
