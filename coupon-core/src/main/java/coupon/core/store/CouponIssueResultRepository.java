package coupon.core.store;

import coupon.core.domain.CouponIssueResult;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The ledger of decided requests, for whoever asks later. */
public interface CouponIssueResultRepository {
    /** Empty if the event has not been decided. */
    Mono<CouponIssueResult> findById(UUID eventId);
}
