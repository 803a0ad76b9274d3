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
     * @param changedBy whom the record of stock changes names
     */
    Mono<Coupon> create(
            String name, long totalQuantity, @Nullable Instant opensAt, @Nullable Instant closesAt, String changedBy);

    /** Makes a coupon that has as many as codes are imported: none yet. */
    Mono<Coupon> createWithCodes(String name, @Nullable Instant opensAt, @Nullable Instant closesAt, String changedBy);

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
