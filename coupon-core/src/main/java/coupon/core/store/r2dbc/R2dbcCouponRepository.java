package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.store.CouponRepository;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

public final class R2dbcCouponRepository implements CouponRepository {
    private static final int CHANGED_BY_LENGTH_MAX = 200;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    public R2dbcCouponRepository(DatabaseClient database) {
        this.database = database;
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(database.getConnectionFactory()));
    }

    @Override
    public Mono<Coupon> create(
            String name,
            @Nullable Long totalQuantity,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            String changedBy) {
        long stock = totalQuantity == null ? 0 : totalQuantity;
        return Uncancelled.query(
                database.sql("INSERT INTO coupon (name, total_quantity, stock, opens_at, closes_at, code_count)"
                                + " VALUES (:name, :stock, :stock, :opensAt, :closesAt, "
                                + (totalQuantity == null ? "0" : "NULL") + ")")
                        .bind("name", name)
                        .bind("stock", stock)
                        .bind("opensAt", utc(opensAt))
                        .bind("closesAt", utc(closesAt))
                        .filter(statement -> statement.returnGeneratedValues("coupon_id"))
                        .map(row -> row.get("coupon_id", Long.class))
                        .one()
                        .flatMap(couponId -> recordStockChange(database, couponId, stock, changedBy, "created")
                                .then(find(database, couponId, "")))
                        .as(transaction::transactional));
    }

    @Override
    public Mono<CouponEdit.Result> edit(long couponId, LongPredicate version, CouponEdit edit, String changedBy) {
        return Uncancelled.query(find(database, couponId, " FOR UPDATE")
                .flatMap(coupon -> version.test(coupon.version())
                        ? apply(edit, coupon, changedBy)
                        : Mono.just(CouponEdit.Refusal.STALE))
                .as(transaction::transactional));
    }

    private Mono<CouponEdit.Result> apply(CouponEdit edit, Coupon coupon, String changedBy) {
        CouponEdit.Result result = edit.appliedTo(coupon);
        if (!(result instanceof CouponEdit.Edited edited)) {
            return Mono.just(result);
        }
        Mono<Void> change = edit.addStock() == 0
                ? Mono.empty()
                : recordStockChange(database, coupon.couponId(), edit.addStock(), changedBy, null);
        return update(edited.coupon()).then(change).thenReturn(result);
    }

    private Mono<Void> update(Coupon coupon) {
        return database.sql("UPDATE coupon SET name = :name, total_quantity = :totalQuantity,"
                        + " stock = :stock, opens_at = :opensAt, closes_at = :closesAt, paused = :paused,"
                        + " version = :version WHERE coupon_id = :couponId")
                .bind("name", coupon.name())
                .bind("totalQuantity", coupon.totalQuantity())
                .bind("stock", coupon.stock())
                .bind("opensAt", utc(coupon.opensAt()))
                .bind("closesAt", utc(coupon.closesAt()))
                .bind("paused", coupon.paused())
                .bind("version", coupon.version())
                .bind("couponId", coupon.couponId())
                .then();
    }

    static Mono<Void> recordStockChange(
            DatabaseClient database, long couponId, long quantity, String changedBy, @Nullable String reason) {
        return database.sql(
                        "INSERT INTO coupon_stock_change"
                                + " (coupon_id, changed_by, quantity, reason) VALUES (:couponId, :changedBy, :quantity, :reason)")
                .bind("couponId", couponId)
                .bind("changedBy", changedBy.substring(0, Math.min(changedBy.length(), CHANGED_BY_LENGTH_MAX)))
                .bind("quantity", quantity)
                .bind("reason", Parameters.in(R2dbcType.VARCHAR, reason))
                .then();
    }

    static Mono<Coupon> find(DatabaseClient database, long couponId, String lock) {
        return database.sql(CouponIssueSql.SELECT_COUPONS + " WHERE coupon_id = :couponId" + lock)
                .bind("couponId", couponId)
                .map(Rows::coupon)
                .one();
    }

    private static Parameter utc(@Nullable Instant moment) {
        return Parameters.in(
                R2dbcType.TIMESTAMP, moment == null ? null : LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }
}
