package coupon.core.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * First come, first served: what is known before a batch goes in, one result per request comes out.
 *
 * <p>An instance judges one batch, in the order of the queue, and remembers what it has issued meanwhile.
 */
public final class CouponIssueDecision {
    private final Map<Long, Coupon> coupons;
    private final Set<Holding> holdings;
    private final Instant decidedAt;

    private CouponIssueDecision(Map<Long, Coupon> coupons, Set<Holding> holdings, Instant decidedAt) {
        this.coupons = new HashMap<>(coupons);
        this.holdings = new HashSet<>(holdings);
        this.decidedAt = decidedAt;
    }

    /**
     * Decides a batch.
     *
     * @param batch requests that have no outcome yet, in the order of the queue
     * @param coupons every existing coupon that the batch asks for, by id
     * @param holdings at least those of the batch's {@link CouponIssueRequest#wanted() wishes} that are already met
     * @return the results, in the order of the batch
     */
    public static List<CouponIssueResult> decide(
            List<CouponIssueRequest> batch, Map<Long, Coupon> coupons, Set<Holding> holdings, Instant decidedAt) {
        var decision = new CouponIssueDecision(coupons, holdings, decidedAt);
        List<CouponIssueResult> results = new ArrayList<>(batch.size());
        for (CouponIssueRequest request : batch) {
            results.add(decision.judge(request));
        }
        return results;
    }

    private CouponIssueResult judge(CouponIssueRequest request) {
        Coupon coupon = coupons.get(request.event().couponId());
        if (!request.valid() || coupon == null) {
            return result(request, CouponIssueStatus.VALIDATION_FAILED);
        }
        if (!coupon.isOpenAt(request.event().requestedAt())) {
            return result(request, CouponIssueStatus.BUSINESS_ERROR);
        }
        Holding wanted = request.wanted();
        if (holdings.contains(wanted)) {
            return result(request, CouponIssueStatus.DUPLICATE_REQUEST);
        }
        if (coupon.available() == 0) {
            return result(request, CouponIssueStatus.OUT_OF_STOCK);
        }
        holdings.add(wanted);
        Coupon left = coupon.issuing(1);
        coupons.put(left.couponId(), left);
        return CouponIssueResult.of(request, CouponIssueStatus.SUCCESS, decidedAt, left.lastNumber());
    }

    private CouponIssueResult result(CouponIssueRequest request, CouponIssueStatus refusal) {
        return CouponIssueResult.of(request, refusal, decidedAt);
    }
}
