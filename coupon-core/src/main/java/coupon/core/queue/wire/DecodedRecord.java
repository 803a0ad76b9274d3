package coupon.core.queue.wire;

import coupon.core.domain.CouponIssueRequest;

/** What a queued record turned out to be. */
public sealed interface DecodedRecord {
    /** It can be decided, if only as invalid. */
    record Decodable(CouponIssueRequest request) implements DecodedRecord {}

    /** It cannot even be stored: a dead letter. */
    record Undecodable(String reason) implements DecodedRecord {}
}
