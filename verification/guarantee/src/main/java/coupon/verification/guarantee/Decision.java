package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An outcome as the request store or the results topic has it; numbers instead of objects, for there may be millions. */
record Decision(
        UUID eventId,
        long couponId,
        long userId,
        CouponIssueStatus outcome,
        long decidedAtMicros,
        int partition,
        long offset,
        @Nullable Long number) {
    static Decision of(CouponIssueResult row) {
        return new Decision(
                row.eventId(),
                row.couponId(),
                row.userId(),
                row.outcome(),
                micros(row.decidedAt()),
                row.position().partition(),
                row.position().offset(),
                row.number());
    }

    static Decision of(PublishedResult result) {
        return new Decision(
                result.eventId(),
                result.couponId(),
                result.userId(),
                result.outcome(),
                micros(result.decidedAt()),
                result.sourcePartition(),
                result.sourceOffset(),
                result.number());
    }

    boolean isSuccess() {
        return outcome == CouponIssueStatus.SUCCESS;
    }

    Holding holding() {
        return new Holding(couponId, userId);
    }

    QueuePosition position() {
        return new QueuePosition(partition, offset);
    }

    private static long micros(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
    }
}
