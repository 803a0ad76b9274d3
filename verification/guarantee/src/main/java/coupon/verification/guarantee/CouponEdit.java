package coupon.verification.guarantee;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an operator did to a coupon while requests ran. Its order among the coupon's edits is known, its time is not. */
public sealed interface CouponEdit {
    long couponId();

    /** By how much stock and total grew together. */
    default long added() {
        return 0;
    }

    /** By how much, at most, the stock grew. */
    default long raised() {
        return Math.max(0, added());
    }

    /** Stock and total grew together (the admin API); or shrank, if negative. */
    record StockAdded(long couponId, long quantity) implements CouponEdit {
        @Override
        public long added() {
            return quantity;
        }
    }

    /** Codes were imported (the admin API), and stock and total grew by as many. */
    record CodesImported(long couponId, long quantity) implements CouponEdit {
        @Override
        public long added() {
            return quantity;
        }
    }

    /** {@code UPDATE coupon SET stock = …}: the total stayed as it was. */
    record StockSet(long couponId, long stock) implements CouponEdit {
        @Override
        public long raised() {
            return stock;
        }
    }

    /** Window or pause, all three as they were afterwards. */
    record TermsChanged(
            long couponId,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            boolean paused) implements CouponEdit {}

    /** {@code DELETE FROM user_coupon WHERE …}: some users lost the coupon and may get it again. */
    record HoldingsDeleted(long couponId) implements CouponEdit {}
}
