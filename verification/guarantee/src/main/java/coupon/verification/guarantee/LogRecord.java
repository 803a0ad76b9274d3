package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import java.util.UUID;

/**
 * A record of the events topic that could be decoded; numbers instead of objects, for there may be millions.
 *
 * @param timestamp in milliseconds since the epoch
 * @param valid false if the wire contract already makes it {@code VALIDATION_FAILED}
 */
public record LogRecord(
        int partition, long offset, UUID eventId, long couponId, long userId, long timestamp, boolean valid) {
    /** @param valid whether it is for its observer, who read its key */
    public static LogRecord of(QueuePosition position, CouponIssueEvent event, boolean valid) {
        return new LogRecord(
                position.partition(),
                position.offset(),
                event.eventId(),
                event.couponId(),
                event.userId(),
                event.timestamp(),
                valid);
    }

    QueuePosition position() {
        return new QueuePosition(partition, offset);
    }

    boolean isAt(Decision decision) {
        return partition == decision.partition() && offset == decision.offset();
    }
}
