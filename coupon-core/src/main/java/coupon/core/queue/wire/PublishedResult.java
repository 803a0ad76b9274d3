package coupon.core.queue.wire;

import coupon.core.domain.CouponIssueStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is read from the results.
 *
 * @param number of the issued coupon; null unless the outcome is a success, and in results of earlier versions
 */
public record PublishedResult(
        UUID eventId,
        long userId,
        long couponId,
        CouponIssueStatus outcome,
        Instant decidedAt,
        int sourcePartition,
        long sourceOffset,
        @Nullable Long number) {
    public PublishedResult {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(decidedAt, "decidedAt");
    }
}
