package coupon.verification.guarantee;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the stock on record.
 *
 * @param changedAt null if that is not known
 * @param quantity added; below 0 if taken away
 * @param reason {@code created} of what the coupon began with
 */
public record StockChange(
        @Nullable Instant changedAt,
        String changedBy,
        long quantity,
        @Nullable String reason) {
    /** Whether this is what the coupon began with. */
    public boolean creation() {
        return "created".equals(reason);
    }

    /** How much it added for those who had been refused. */
    long added() {
        return creation() ? 0 : Math.max(0, quantity);
    }

    boolean mayBeBetween(Instant from, Instant to) {
        return changedAt == null || !changedAt.isBefore(from) && !changedAt.isAfter(to);
    }

    /** Such as {@code +3 by admin at 2026-01-01T09:00:00Z}. */
    String describe() {
        return "%+d by %s at %s".formatted(quantity, changedBy, Objects.toString(changedAt, "an unknown time"));
    }
}
