package coupon.api.result;

import coupon.api.coupon.StoreCalls;
import coupon.core.domain.CouponIssueResult;
import coupon.core.store.CouponIssueResultRepository;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The outcomes in the database. */
public final class RequestStore {
    private final CouponIssueResultRepository results;

    public RequestStore(CouponIssueResultRepository results) {
        this.results = results;
    }

    /** Empty if the request is not decided; fails if the database does not tell. */
    public Mono<CouponIssueResult> find(UUID requestId) {
        return StoreCalls.read(results.findById(requestId));
    }
}
