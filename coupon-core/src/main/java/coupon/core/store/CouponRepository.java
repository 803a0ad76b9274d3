package coupon.core.store;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import java.time.Instant;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What operators do with coupons. A query whose caller goes away ends by itself. */
public interface CouponRepository {
    /**
     * Makes a coupon whose whole quantity is in stock, and returns it with its id.
     *
     * @param totalQuantity null: of a coupon with codes, there are as many as codes are imported; none yet
     * @param changedBy whom the record of stock changes names
     */
    Mono<Coupon> create(
            String name,
            @Nullable Long totalQuantity,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            String changedBy);

    /**
     * Changes a coupon in one transaction under its lock: between two decisions, never within one. A change of stock is
     * recorded in the same transaction.
     *
     * @param version whether that is a version which may be edited
     * @param changedBy whom the record of stock changes names
     * @return empty if there is no such coupon
     */
    Mono<CouponEdit.Result> edit(long couponId, LongPredicate version, CouponEdit edit, String changedBy);
}
