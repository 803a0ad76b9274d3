package coupon.core.processor;

import coupon.core.domain.CouponIssueResult;
import coupon.core.store.CouponIssueTransaction;
import java.util.List;
import reactor.core.publisher.Mono;

/** What happens at the last step of a transaction instead of saving. */
@FunctionalInterface
interface SaveOverride {
    Mono<Void> save(CouponIssueTransaction transaction, List<CouponIssueResult> results);
}
