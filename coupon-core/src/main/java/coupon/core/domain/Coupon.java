package coupon.core.domain;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coupon on sale.
 *
 * @param totalQuantity how many there are in all
 * @param stock how many are left; an operator may set it to anything from 0 up
 * @param opensAt the first moment at which it can be had; null: since ever
 * @param closesAt the first moment at which it can no longer be had; null: never
 * @param version grows with each edit by an operator, not with each issue
 * @param lastNumber the number of the latest success, 0 before the first; never given twice
 * @param codes how many codes were imported, of which success {@code n} gets the {@code n}-th; null: a coupon without
 *     codes
 */
public record Coupon(
        long couponId,
        String name,
        long totalQuantity,
        long stock,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt,
        boolean paused,
        long version,
        long lastNumber,
        @Nullable Long codes) {
    public Coupon {
        Objects.requireNonNull(name, "name");
        if (totalQuantity < 0 || stock < 0 || lastNumber < 0) {
            throw new IllegalArgumentException("coupon " + couponId + " has a negative quantity");
        }
    }

    /** How many can still be issued: no more than there are codes, whatever the stock says. */
    public long available() {
        return codes == null ? stock : Math.max(0, Math.min(stock, codes - lastNumber));
    }

    /** How many of the total are gone; 0 where an operator has set the stock above the total. */
    public long issued() {
        return Math.max(0, totalQuantity - stock);
    }

    public boolean isOpenAt(Instant moment) {
        return !paused && !isBeforeOpening(moment) && !isClosedAt(moment);
    }

    public CouponState stateAt(Instant moment) {
        if (isClosedAt(moment)) {
            return CouponState.CLOSED;
        }
        if (paused) {
            return CouponState.PAUSED;
        }
        if (isBeforeOpening(moment)) {
            return CouponState.SCHEDULED;
        }
        return available() == 0 ? CouponState.SOLD_OUT : CouponState.OPEN;
    }

    /** This coupon after its next successes, the latest of which has its {@code lastNumber}. */
    public Coupon issuing(long quantity) {
        return new Coupon(
                couponId,
                name,
                totalQuantity,
                stock - quantity,
                opensAt,
                closesAt,
                paused,
                version,
                lastNumber + quantity,
                codes);
    }

    private boolean isBeforeOpening(Instant moment) {
        return opensAt != null && moment.isBefore(opensAt);
    }

    private boolean isClosedAt(Instant moment) {
        return closesAt != null && !moment.isBefore(closesAt);
    }
}
