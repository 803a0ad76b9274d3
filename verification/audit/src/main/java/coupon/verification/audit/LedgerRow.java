package coupon.verification.audit;

/**
 * A row of {@code coupon_issue_request}.
 *
 * @param outcome as it stands there, be it no outcome at all
 */
record LedgerRow(
        long idHigh,
        long idLow,
        long couponId,
        long userId,
        String outcome,
        long requestedAtMicros,
        long decidedAtMicros,
        int partition,
        long offset) {}
