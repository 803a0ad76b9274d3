package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.PublishedResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as the request store or the results topic has it; numbers instead of objects, for there may be millions.
 *
 * @param requestedAtMicros 0 in the results topic, which does not say it
 */
public record Decision(
        UUID eventId,
        long couponId,
        long userId,
        CouponIssueStatus outcome,
        long requestedAtMicros,
        long decidedAtMicros,
        int partition,
        long offset,
        @Nullable Long number) {
    static final Comparator<Decision> BY_POSITION =
            Comparator.comparingInt(Decision::partition).thenComparingLong(Decision::offset);

    static Decision of(CouponIssueResult row) {
        return new Decision(
                row.eventId(),
                row.couponId(),
                row.userId(),
                row.outcome(),
                micros(row.requestedAt()),
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
                0,
                micros(result.decidedAt()),
                result.sourcePartition(),
                result.sourceOffset(),
                result.number());
    }

    /** This outcome, of the request that the record holds. */
    Decision of(LogRecord record) {
        return new Decision(
                eventId,
                record.couponId(),
                record.userId(),
                outcome,
                record.timestamp() * 1000,
                decidedAtMicros,
                record.partition(),
                record.offset(),
                number);
    }

    boolean isSuccess() {
        return outcome == CouponIssueStatus.SUCCESS;
    }

    /** @param numberOptional results of earlier versions have no number */
    boolean isPublishedAs(Decision result, boolean numberOptional) {
        return result.equals(asPublished(numberOptional && result.number == null ? null : number));
    }

    Decision asPublished(@Nullable Long number) {
        return new Decision(eventId, couponId, userId, outcome, 0, decidedAtMicros, partition, offset, number);
    }

    /** Whether a coupon with this window is open for the request. */
    boolean isWithin(@Nullable Instant opensAt, @Nullable Instant closesAt, boolean paused) {
        Instant at = requestedAt();
        return !paused && (opensAt == null || !at.isBefore(opensAt)) && (closesAt == null || at.isBefore(closesAt));
    }

    /** Whether both were decided in one transaction: they bear one time of decision. */
    boolean isOfTheBatchOf(Decision other) {
        return decidedAtMicros == other.decidedAtMicros;
    }

    Instant requestedAt() {
        return moment(requestedAtMicros);
    }

    Instant decidedAt() {
        return moment(decidedAtMicros);
    }

    QueuePosition position() {
        return new QueuePosition(partition, offset);
    }

    /** Such as {@code 0-17}. */
    String where() {
        return partition + "-" + offset;
    }

    @Override
    public String toString() {
        return outcome + (number == null ? "" : " number " + number) + " for user " + userId + " and coupon " + couponId
                + ", event " + eventId + " at " + where() + ", decided " + decidedAt();
    }

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    public static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
