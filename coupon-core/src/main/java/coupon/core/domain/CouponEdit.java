package coupon.core.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changes about a coupon; what is null stays as it is.
 *
 * @param addStock to the stock and to the total; negative takes away
 */
public record CouponEdit(
        @Nullable String name,
        long addStock,
        @Nullable NewTime opensAt,
        @Nullable NewTime closesAt,
        @Nullable Boolean paused) {
    /** How many there may be of a coupon. Operators who use SQL may go beyond; nothing is added then. */
    public static final long QUANTITY_MAX = 1_000_000_000;

    public CouponEdit {
        if (Math.abs(addStock) > QUANTITY_MAX) {
            throw new IllegalArgumentException("stock to add is out of range: " + addStock);
        }
    }

    /** The coupon with these changes, one version later, or why there can be no such coupon. */
    public Result appliedTo(Coupon coupon) {
        if (addStock > 0 && coupon.codes() != null) {
            return Refusal.STOCK_NEEDS_CODES;
        }
        if (addStock > 0 && Math.max(coupon.stock(), coupon.totalQuantity()) > QUANTITY_MAX - addStock) {
            return Refusal.STOCK_TOO_LARGE;
        }
        long stock = coupon.stock() + addStock;
        long total = coupon.totalQuantity() + addStock;
        if (stock < 0 || total < 0) {
            return Refusal.STOCK_BELOW_ZERO;
        }
        Instant opens = opensAt == null ? coupon.opensAt() : opensAt.moment();
        Instant closes = closesAt == null ? coupon.closesAt() : closesAt.moment();
        if (opens != null && closes != null && !opens.isBefore(closes)) {
            return Refusal.CLOSES_BEFORE_IT_OPENS;
        }
        return new Edited(new Coupon(
                coupon.couponId(),
                name == null ? coupon.name() : name,
                total,
                stock,
                opens,
                closes,
                paused == null ? coupon.paused() : paused,
                coupon.version() + 1,
                coupon.lastNumber(),
                coupon.codes()));
    }

    /** @param moment null: none from now on */
    public record NewTime(@Nullable Instant moment) {}

    /** What comes of an edit. */
    public sealed interface Result {}

    /** It is done. */
    public record Edited(Coupon coupon) implements Result {}

    /** Why it is not done; nothing is changed then. */
    public enum Refusal implements Result {
        /** Another operator has edited the coupon meanwhile. */
        STALE,
        STOCK_BELOW_ZERO,
        /** More than {@link #QUANTITY_MAX}. */
        STOCK_TOO_LARGE,
        /** Each piece of a coupon with codes needs a code: codes are imported instead. */
        STOCK_NEEDS_CODES,
        CLOSES_BEFORE_IT_OPENS
    }
}
