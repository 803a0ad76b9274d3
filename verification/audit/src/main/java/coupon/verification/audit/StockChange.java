package coupon.verification.audit;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code coupon_stock_change}: what the service recorded when an operator changed the stock through it.
 *
 * @param quantity added; below 0 if taken away
 */
record StockChange(
        long changedAtMicros,
        String changedBy,
        long quantity,
        @Nullable String reason) {
    private static final String CREATED = "created";

    /** Whether this is what the coupon began with. */
    boolean isCreation() {
        return CREATED.equals(reason);
    }

    /** Such as {@code +3 by admin at 2026-01-01T09:00:00Z}. */
    String describe() {
        return "%+d by %s at %s".formatted(quantity, changedBy, Moments.ofMicros(changedAtMicros));
    }
}
