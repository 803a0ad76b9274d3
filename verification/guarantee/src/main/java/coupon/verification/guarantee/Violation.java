package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One case in which a guarantee did not hold.
 *
 * @param guarantee its number and promise
 * @param kind null for what only a watched run shows, such as a contradicted answer
 * @param position the record that shows it; null where it is not about one record
 * @param stored what was found
 * @param rules what it had to be; null where {@code stored} says it
 */
public record Violation(
        String guarantee,
        @Nullable Kind kind,
        @Nullable QueuePosition position,
        @Nullable UUID eventId,
        String stored,
        @Nullable String rules) {
    public static final Comparator<Violation> BY_GUARANTEE_AND_POSITION = Comparator.comparing(
                    (Violation it) -> it.kind == null ? it.guarantee : it.kind.guarantee())
            .thenComparingInt(it -> it.position == null ? -1 : it.position.partition())
            .thenComparingLong(it -> it.position == null ? -1 : it.position.offset())
            .thenComparing(it -> it.kind, Comparator.nullsFirst(Comparator.naturalOrder()));

    public String message() {
        return rules == null ? stored : stored + ", and must be: " + rules;
    }

    @Override
    public String toString() {
        String where = position == null ? "" : " [record " + position.partition() + "-" + position.offset() + "]";
        return guarantee + ": " + message() + where;
    }
}
