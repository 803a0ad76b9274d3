package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import org.jspecify.annotations.Nullable;

/**
 * One case in which a guarantee did not hold.
 *
 * @param guarantee its number and promise
 * @param position the record that shows it; null where it is not about one record
 */
public record Violation(
        String guarantee, String message, @Nullable QueuePosition position) {
    @Override
    public String toString() {
        String where = position == null ? "" : " [record " + position.partition() + "-" + position.offset() + "]";
        return guarantee + ": " + message + where;
    }
}
