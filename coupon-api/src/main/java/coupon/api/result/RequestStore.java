package coupon.api.result;

import coupon.api.coupon.CouponSnapshot;
import coupon.api.coupon.StoreCalls;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.store.CouponCodes;
import coupon.core.store.CouponIssueResultRepository;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The outcomes in the database, and the codes that belong to successes. */
@Component
public final class RequestStore {
    private final CouponIssueResultRepository results;
    private final CouponCodes codes;
    private final CouponSnapshot coupons;

    RequestStore(CouponIssueResultRepository results, CouponCodes codes, CouponSnapshot coupons) {
        this.results = results;
        this.codes = codes;
        this.coupons = coupons;
    }

    /** Empty if the request is not decided; fails if the database does not answer. */
    Mono<CouponIssueResult> find(UUID requestId) {
        return StoreCalls.read(results.findById(requestId));
    }

    /** What {@link #find} finds, as clients see it. */
    public Mono<RequestView> findView(UUID requestId) {
        return find(requestId).flatMap(result -> withCode(RequestView.decided(result)));
    }

    /** A published result as clients see it: without its code if the database does not answer. */
    public Mono<RequestView> view(PublishedResult result, Instant acceptedAt) {
        RequestView view = RequestView.decided(result, acceptedAt);
        return withCode(view).onErrorReturn(view);
    }

    /** Costs no query for a coupon without codes. */
    private Mono<RequestView> withCode(RequestView view) {
        Long number = view.number();
        return number == null || !coupons.hasCodes(view.couponId())
                ? Mono.just(view)
                : StoreCalls.read(codes.find(view.couponId(), number))
                        .map(view::withCode)
                        .defaultIfEmpty(view);
    }
}
