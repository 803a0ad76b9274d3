package coupon.verification.audit;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that the rules forbid.
 *
 * @param partition of the events topic; null where it is not about one request, as are offset and event id
 * @param stored what the database or the results topic holds
 * @param rules what it had to be
 */
record Violation(
        String guarantee,
        Kind kind,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String eventId,
        String stored,
        String rules) {
    static final Comparator<Violation> BY_GUARANTEE_AND_OFFSET = Comparator.comparing(Violation::guarantee)
            .thenComparing(Violation::partition, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Violation::offset, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Violation::kind);
}
