package coupon.core.store;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the database knows about a batch, read under the locks of its coupons.
 *
 * @param coupons those of the batch's coupons that exist, by id
 * @param decided the stored results of those of the batch's events that were decided before, by event id
 * @param holdings those of the batch's {@link coupon.core.domain.CouponIssueRequest#wanted() wishes} that are met
 */
public record Known(Map<Long, Coupon> coupons, Map<UUID, CouponIssueResult> decided, Set<Holding> holdings) {}
