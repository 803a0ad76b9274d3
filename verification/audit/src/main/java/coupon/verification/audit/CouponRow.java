package coupon.verification.audit;

import org.jspecify.annotations.Nullable;

/**
 * The coupon's row; times in microseconds since the epoch, as UTC.
 *
 * @param lastNumber of its successes
 * @param codeCount how many codes were imported; null for a coupon without codes
 */
record CouponRow(
        long couponId,
        String name,
        long totalQuantity,
        long stock,
        @Nullable Long opensAtMicros,
        @Nullable Long closesAtMicros,
        boolean paused,
        long version,
        long createdAtMicros,
        long lastNumber,
        @Nullable Long codeCount) {

    /** Whether the window and the pause, as they are now, would let a request of that moment in. */
    boolean isOpenNowFor(long requestedAtMillis) {
        long micros = requestedAtMillis * 1000;
        return !paused
                && (opensAtMicros == null || micros >= opensAtMicros)
                && (closesAtMicros == null || micros < closesAtMicros);
    }

    /** How many of the stock can still be issued: where the coupon has codes, no more than there are codes left. */
    long available() {
        return codeCount == null ? stock : Math.max(0, Math.min(stock, codeCount - lastNumber));
    }

    boolean balances(long issued) {
        return stock >= 0 && stock + issued == totalQuantity;
    }

    void check(long issued, long successes, long deleted, Findings findings) {
        if (!balances(issued)) {
            findings.violation(
                    Kind.BOOKS_DO_NOT_BALANCE,
                    "stock " + stock + " + issued " + issued + " = " + (stock + issued),
                    "total " + totalQuantity);
        }
        if (successes - deleted > totalQuantity) {
            findings.violation(Kind.OVERSOLD, successes + " SUCCESS", "at most " + totalQuantity);
        }
    }
}
