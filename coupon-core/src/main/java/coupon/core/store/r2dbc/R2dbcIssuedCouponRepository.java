package coupon.core.store.r2dbc;

import coupon.core.domain.IssuedCoupon;
import coupon.core.store.IssuedCouponRepository;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public final class R2dbcIssuedCouponRepository implements IssuedCouponRepository {
    private final DatabaseClient database;

    public R2dbcIssuedCouponRepository(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> count(long userId) {
        return Uncancelled.query(database.sql("SELECT COUNT(*) AS coupons FROM user_coupon WHERE user_id = :userId")
                .bind("userId", userId)
                .map(row -> row.get("coupons", Long.class))
                .one());
    }

    /** An index holds each user's coupons in this order, so even the last page reads that user's rows alone. */
    @Override
    public Flux<IssuedCoupon> newest(long userId, long skip, int max) {
        return Uncancelled.query(database.sql("SELECT coupon_id, user_id, status, issued_at, number FROM user_coupon"
                                + " WHERE user_id = :userId ORDER BY issued_at DESC, coupon_id DESC"
                                + " LIMIT :max OFFSET :skip")
                        .bind("userId", userId)
                        .bind("max", max)
                        .bind("skip", skip)
                        .map(Rows::issuedCoupon)
                        .all()
                        .collectList())
                .flatMapIterable(coupons -> coupons);
    }
}
