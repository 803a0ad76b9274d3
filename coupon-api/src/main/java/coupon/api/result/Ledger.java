package coupon.api.result;

import coupon.core.domain.CouponIssueResult;
import coupon.core.store.CouponIssueResultRepository;
import java.time.Duration;
import java.util.UUID;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Mono;

/** The outcomes in the database, for callers whose patience ends: the query itself is left to finish. */
public final class Ledger {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CouponIssueResultRepository results;

    public Ledger(CouponIssueResultRepository results) {
        this.results = results;
    }

    /** Empty if the request is not decided; fails if the database does not tell. */
    public Mono<CouponIssueResult> find(UUID requestId) {
        return results.findById(requestId)
                .timeout(PATIENCE, Mono.error(() -> new QueryTimeoutException("the ledger does not answer")));
    }
}
