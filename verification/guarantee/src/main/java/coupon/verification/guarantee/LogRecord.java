package coupon.verification.guarantee;

import coupon.core.domain.QueuePosition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the events topic that could be decoded.
 *
 * @param timestamp in milliseconds since the epoch
 * @param valid false if the wire contract already makes it {@code VALIDATION_FAILED}
 */
record LogRecord(int partition, long offset, UUID eventId, long couponId, long userId, long timestamp, boolean valid) {
    QueuePosition position() {
        return new QueuePosition(partition, offset);
    }

    boolean isAt(Decision decision) {
        return partition == decision.partition() && offset == decision.offset();
    }

    /** Whether a coupon with this window is open for it. */
    boolean isWithin(@Nullable Instant opensAt, @Nullable Instant closesAt, boolean paused) {
        Instant requestedAt = Instant.ofEpochMilli(timestamp);
        return !paused
                && (opensAt == null || !requestedAt.isBefore(opensAt))
                && (closesAt == null || requestedAt.isBefore(closesAt));
    }
}
