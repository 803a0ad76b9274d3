package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponRepository;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public final class R2dbcCouponRepository implements CouponRepository {
    private static final String SELECT = "SELECT " + CouponIssueSql.COUPON_COLUMNS + " FROM coupon";

    private final DatabaseClient database;

    public R2dbcCouponRepository(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Coupon> findById(long couponId) {
        return Uncancelled.query(database.sql(SELECT + " WHERE coupon_id = :couponId")
                .bind("couponId", couponId)
                .map(Rows::coupon)
                .one());
    }

    @Override
    public Flux<Coupon> findAll() {
        return Uncancelled.query(database.sql(SELECT + " ORDER BY coupon_id")
                        .map(Rows::coupon)
                        .all()
                        .collectList())
                .flatMapIterable(coupons -> coupons);
    }

    @Override
    public Mono<Coupon> create(String name, long totalQuantity, @Nullable Instant opensAt, @Nullable Instant closesAt) {
        GenericExecuteSpec insert = database.sql("INSERT INTO coupon (name, total_quantity, stock, opens_at, closes_at)"
                        + " VALUES (:name, :totalQuantity, :totalQuantity, :opensAt, :closesAt)")
                .bind("name", name)
                .bind("totalQuantity", totalQuantity);
        return Uncancelled.query(bind(bind(insert, "opensAt", opensAt), "closesAt", closesAt)
                .filter(statement -> statement.returnGeneratedValues("coupon_id"))
                .map(row -> row.get("coupon_id", Long.class))
                .one()
                .flatMap(this::findById));
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec spec, String name, @Nullable Instant moment) {
        return moment == null
                ? spec.bindNull(name, LocalDateTime.class)
                : spec.bind(name, LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }
}
