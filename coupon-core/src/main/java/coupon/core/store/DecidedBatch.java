package coupon.core.store;

import coupon.core.domain.CouponIssueResult;
import java.util.List;

/**
 * What comes of a batch.
 *
 * @param results one per request, in the order of the batch
 * @param decidedNow those among them that are new and are to be stored, each event once, in the order of the batch
 */
public record DecidedBatch(List<CouponIssueResult> results, List<CouponIssueResult> decidedNow) {}
