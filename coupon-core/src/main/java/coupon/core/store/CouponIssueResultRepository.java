package coupon.core.store;

import coupon.core.domain.CouponIssueResult;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The request store: decided requests, to be looked up later. A query whose caller goes away ends by itself. */
public interface CouponIssueResultRepository {
    /** Empty if the event has not been decided. */
    Mono<CouponIssueResult> findById(UUID eventId);
}
