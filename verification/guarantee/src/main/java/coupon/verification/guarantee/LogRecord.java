package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.QueuePosition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the events topic.
 *
 * @param eventId null for a record that cannot be decoded
 * @param timestamp in milliseconds since the epoch
 * @param valid false if the wire contract already makes it {@code VALIDATION_FAILED}
 */
record LogRecord(
        int partition, long offset, @Nullable UUID eventId, long couponId, long userId, long timestamp, boolean valid) {
    QueuePosition position() {
        return new QueuePosition(partition, offset);
    }

    boolean isAt(Decision decision) {
        return partition == decision.partition() && offset == decision.offset();
    }

    /** Whether a coupon of these terms is open for it. */
    boolean isWithin(Coupon terms) {
        Instant asked = Instant.ofEpochMilli(timestamp);
        return !terms.paused()
                && (terms.opensAt() == null || !asked.isBefore(terms.opensAt()))
                && (terms.closesAt() == null || asked.isBefore(terms.closesAt()));
    }
}
