package coupon.core.store;

import coupon.core.domain.IssuedCoupon;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who has which coupons. A query whose caller goes away ends by itself. */
public interface IssuedCouponRepository {
    /** How many coupons the user has. */
    Mono<Long> count(long userId);

    /**
     * The user's coupons, newest first.
     *
     * @param skip how many of the newest are left out
     * @param max how many are returned at most
     */
    Mono<List<IssuedCoupon>> newest(long userId, long skip, int max);

    /**
     * The successes of a coupon whose users still have it, in the order of their numbers. What was issued before there
     * were numbers, or inserted by an operator, is not among them.
     *
     * <p>Read page by page as the subscriber asks for more, with constant memory. A subscriber may cancel at any time.
     */
    Flux<Winner> winners(long couponId);
}
