package coupon.core.store;

import coupon.core.domain.Coupon;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The coupons as operators made them, with the stock that is left. Reads never wait for a decider's lock. A query whose caller
 * goes away ends by itself.
 */
public interface CouponRepository {
    Mono<Coupon> findById(long couponId);

    /** All coupons, in one query. */
    Flux<Coupon> findAll();

    /** Makes a coupon whose whole quantity is in stock, and returns it with its id. */
    Mono<Coupon> create(String name, long totalQuantity, @Nullable Instant opensAt, @Nullable Instant closesAt);
}
