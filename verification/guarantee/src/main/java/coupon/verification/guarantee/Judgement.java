package coupon.verification.guarantee;

import java.util.List;
import java.util.Map;

/**
 * What the records say about the guarantees.
 *
 * @param violations the first ones of each guarantee, by guarantee and position
 * @param notes sentences about what is no violation and worth knowing
 */
public record Judgement(long violationCount, List<Violation> violations, List<String> notes, Map<Count, Long> counts) {
    /** What was counted on the way. */
    public enum Count {
        /** Requests that have no outcome and may still wait for it. */
        WAITING,
        /** Rows whose record has expired: trusted, not proved. */
        BEFORE_THE_LOG,
        /** Rows that were decided before the oldest record was written: trusted, not proved. */
        OF_FORMER_TOPIC,
        /** Decisions that are on the results topic. */
        PUBLISHED,
        /** Decisions that are not, and need not be yet, or whose results may have expired. */
        NOT_PUBLISHED,
        /** How much more is in stock or issued than is on record, less if below 0; absent if it cannot be known. */
        STOCK_OUTSIDE
    }

    public long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }
}
