package coupon.core.store.r2dbc;

import coupon.core.domain.IssuedCoupon;
import coupon.core.store.IssuedCouponRepository;
import coupon.core.store.Winner;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who has what. There is no index by user, because that would be a write to a random page for each winner: a user's
 * coupons are found by one look-up of the primary key per coupon.
 */
public final class R2dbcIssuedCouponRepository implements IssuedCouponRepository {
    /** STRAIGHT_JOIN: the coupons first, whatever the optimizer thinks of their number. */
    private static final String OF_USER =
            " FROM coupon STRAIGHT_JOIN user_coupon u" + " ON u.coupon_id = coupon.coupon_id AND u.user_id = :userId";

    private static final String CODE = " LEFT JOIN coupon_code k ON k.coupon_id = u.coupon_id AND k.number = u.number";

    private static final int PAGE = 2_000;

    private final DatabaseClient database;

    public R2dbcIssuedCouponRepository(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> count(long userId) {
        return Uncancelled.query(database.sql("SELECT COUNT(*) AS coupons" + OF_USER)
                .bind("userId", userId)
                .map(row -> row.get("coupons", Long.class))
                .one());
    }

    @Override
    public Mono<List<IssuedCoupon>> newest(long userId, long skip, int max) {
        return Uncancelled.query(database.sql("SELECT u.coupon_id, u.user_id, u.status, u.issued_at, u.number, k.code"
                        + OF_USER + CODE + " ORDER BY u.issued_at DESC, u.coupon_id DESC LIMIT :max OFFSET :skip")
                .bind("userId", userId)
                .bind("max", max)
                .bind("skip", skip)
                .map(Rows::issuedCoupon)
                .all()
                .collectList());
    }

    @Override
    public Flux<Winner> winners(long couponId) {
        return winnersAfter(couponId, 0)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : winnersAfter(couponId, page.get(PAGE - 1).number()))
                .concatMapIterable(page -> page, 1);
    }

    private Mono<List<Winner>> winnersAfter(long couponId, long number) {
        return Uncancelled.query(database.sql("SELECT u.number, u.user_id, u.issued_at, r.event_id, k.code"
                        + " FROM user_coupon u LEFT JOIN coupon_issue_request r"
                        + " ON r.coupon_id = u.coupon_id AND r.number = u.number" + CODE
                        + " WHERE u.coupon_id = :couponId AND u.number > :number ORDER BY u.number LIMIT " + PAGE)
                .bind("couponId", couponId)
                .bind("number", number)
                .map(Rows::winner)
                .all()
                .collectList());
    }
}
