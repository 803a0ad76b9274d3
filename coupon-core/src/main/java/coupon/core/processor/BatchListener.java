package coupon.core.processor;

import coupon.core.domain.CouponIssueResult;
import java.time.Duration;
import java.util.List;

/** Follows what the processor commits. Called on the driver's threads: it must not block. */
@FunctionalInterface
public interface BatchListener {
    /**
     * A batch was committed.
     *
     * @param decidedNow the requests that got their outcome now
     * @param redelivered how many had their outcome before
     * @param deciding locking, reading and the rule
     * @param storing from the rule to the commit
     */
    void committed(List<CouponIssueResult> decidedNow, int redelivered, Duration deciding, Duration storing);
}
