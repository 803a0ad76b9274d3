package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of what happened the evidence holds.
 *
 * @param begins the first offsets that are still in the events topic, by partition, taken after it was read
 * @param ends of the events topic, taken after the request store was read, so that every row has its record before them
 * @param committed by the group, taken before the request store was read, so that all before them is decided in it; null
 *     of a run that was watched from its beginning until it came to rest: all
 * @param oldestRecordMillis when the oldest record was written: what was decided before is of a former topic
 * @param createdAt when the coupon was created, by the database's clock
 * @param resultsComplete whether every result is there: else lacks and order of results say nothing
 */
public record Coverage(
        Map<Integer, Long> begins,
        Map<Integer, Long> ends,
        @Nullable Map<Integer, Long> committed,
        long oldestRecordMillis,
        Instant createdAt,
        boolean resultsComplete) {
    static final Coverage WHOLE = new Coverage(Map.of(), Map.of(), null, Long.MIN_VALUE, Instant.MIN, true);

    /** Whether answers, edits and the coupons before the first request are known. */
    boolean watched() {
        return committed == null;
    }

    boolean isExpired(Decision row) {
        return row.offset() < begins.getOrDefault(row.partition(), 0L);
    }

    /** Whether its record was in a topic of that name that is no more. */
    boolean isOfFormerTopic(Decision row) {
        return !isExpired(row) && Math.floorDiv(row.decidedAtMicros(), 1000) < oldestRecordMillis;
    }

    /** Whether the group has said that it is decided and published. */
    boolean isAcknowledged(QueuePosition position) {
        return committed == null
                || !isCommittedBeyondEnd(position.partition())
                        && position.offset() < committed.getOrDefault(position.partition(), 0L);
    }

    /** The offset that the group has committed in a partition; null if it has committed none there, or all. */
    public @Nullable Long committedIn(int partition) {
        return committed == null ? null : committed.get(partition);
    }

    /** Then the topic was re-created, and what the group has committed was said of the former one. */
    public boolean isCommittedBeyondEnd(int partition) {
        return committed != null && committed.getOrDefault(partition, 0L) > ends.getOrDefault(partition, 0L);
    }
}
