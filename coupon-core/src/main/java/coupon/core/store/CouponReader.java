package coupon.core.store;

import coupon.core.domain.Coupon;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The committed coupons, for a caller that keeps a copy of them. Reads never wait for a decider's lock and never share a
 * connection with anything else. Every read fails within seconds if the database does not answer.
 */
public interface CouponReader {
    Mono<List<Coupon>> readAll();

    /**
     * The coupons whose row was inserted or updated, by anyone, so lately. Not reported: deleted rows, and the changes of a
     * transaction that took longer than that to commit.
     */
    Mono<List<Coupon>> readChanged(Duration within);
}
