package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Requests of one line that were decided in one transaction: they bear one time of decision. The coupon's row was locked
 * meanwhile, so that neither its stock nor its window nor its pause can have been changed by an operator in between.
 */
final class Batch {
    private static final Set<CouponIssueStatus> JUDGED_OPEN =
            EnumSet.of(CouponIssueStatus.SUCCESS, CouponIssueStatus.DUPLICATE_REQUEST, CouponIssueStatus.OUT_OF_STOCK);

    private final RequestTable requests;
    private int[] rows = new int[256];
    private int size;
    private long openFrom = Long.MAX_VALUE;
    private long openUntil = Long.MIN_VALUE;

    Batch(RequestTable requests) {
        this.requests = requests;
    }

    void clear() {
        size = 0;
        openFrom = Long.MAX_VALUE;
        openUntil = Long.MIN_VALUE;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean belongs(int row) {
        return isEmpty() || requests.decidedAtMicros(rows[0]) == requests.decidedAtMicros(row);
    }

    void add(int row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, Math.multiplyExact(size, 2));
        }
        rows[size++] = row;
        if (requests.isValid(row) && JUDGED_OPEN.contains(requests.outcome(row))) {
            openFrom = Math.min(openFrom, requests.requestedAtMillis(row));
            openUntil = Math.max(openUntil, requests.requestedAtMillis(row));
        }
    }

    int size() {
        return size;
    }

    int row(int place) {
        return rows[place];
    }

    /** Whether requests of this very moment, or from both before and after it, were found to be within the window. */
    boolean wasOpenFor(long requestedAtMillis) {
        return openFrom <= requestedAtMillis && requestedAtMillis <= openUntil;
    }
}
