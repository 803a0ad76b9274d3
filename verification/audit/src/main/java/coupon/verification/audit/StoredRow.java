package coupon.verification.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code coupon_issue_request}.
 *
 * @param outcome as it stands there, be it no outcome at all
 * @param number of a success; null in rows from before there were numbers
 */
record StoredRow(
        UUID id,
        long couponId,
        long userId,
        String outcome,
        long requestedAtMicros,
        long decidedAtMicros,
        int partition,
        long offset,
        @Nullable Long number) {}
