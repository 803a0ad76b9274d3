package coupon.worker.metrics;

import coupon.core.domain.CouponIssueResult;
import java.util.List;

/** What was seen of one transaction. Its steps follow each other, on whatever threads. */
final class WatchedBatch {
    private final long begunNanos = System.nanoTime();
    private long decidedNanos = begunNanos;
    private List<CouponIssueResult> decided = List.of();
    private int redelivered;

    void foundDecided(int count) {
        redelivered = count;
    }

    void decided(List<CouponIssueResult> results) {
        decidedNanos = System.nanoTime();
        decided = results;
    }

    /** Those that got their outcome now. */
    List<CouponIssueResult> decided() {
        return decided;
    }

    /** How many had their outcome before. */
    int redelivered() {
        return redelivered;
    }

    long decidingNanos() {
        return decidedNanos - begunNanos;
    }

    long storingNanos(long committedNanos) {
        return committedNanos - decidedNanos;
    }
}
