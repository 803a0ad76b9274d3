package coupon.core.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * First come, first served: what is known before a batch goes in, one outcome per request comes out.
 *
 * <p>An instance judges one batch, in the order of the line, and remembers what it has given away meanwhile.
 */
public final class CouponIssueDecision {
    private final Map<Long, Coupon> coupons;
    private final Map<Long, Long> stockLeft = new HashMap<>();
    private final Set<Holding> holdings;

    private CouponIssueDecision(Map<Long, Coupon> coupons, Set<Holding> holdings) {
        this.coupons = coupons;
        this.holdings = new HashSet<>(holdings);
        coupons.forEach((couponId, coupon) -> stockLeft.put(couponId, coupon.stock()));
    }

    /**
     * Decides a batch.
     *
     * @param batch requests that have no outcome yet, in the order of the line
     * @param coupons every existing coupon that the batch asks for, by id
     * @param holdings at least those of the batch's {@link CouponIssueRequest#wanted() wishes} that are already met
     * @return the outcomes, in the order of the batch
     */
    public static List<CouponIssueStatus> decide(
            List<CouponIssueRequest> batch, Map<Long, Coupon> coupons, Set<Holding> holdings) {
        var decision = new CouponIssueDecision(coupons, holdings);
        return batch.stream().map(decision::judge).toList();
    }

    private CouponIssueStatus judge(CouponIssueRequest request) {
        Coupon coupon = coupons.get(request.event().couponId());
        if (!request.valid() || coupon == null) {
            return CouponIssueStatus.VALIDATION_FAILED;
        }
        if (!coupon.isOpenAt(request.event().requestedAt())) {
            return CouponIssueStatus.BUSINESS_ERROR;
        }
        if (holdings.contains(request.wanted())) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        }
        if (stockLeft.getOrDefault(coupon.couponId(), 0L) == 0) {
            return CouponIssueStatus.OUT_OF_STOCK;
        }
        stockLeft.merge(coupon.couponId(), -1L, Long::sum);
        holdings.add(request.wanted());
        return CouponIssueStatus.SUCCESS;
    }
}
