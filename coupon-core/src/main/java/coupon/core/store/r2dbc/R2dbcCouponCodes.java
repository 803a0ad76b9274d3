package coupon.core.store.r2dbc;

import coupon.core.domain.CouponEdit;
import coupon.core.store.CouponCodes;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Imports codes in one transaction, a thousand rows per statement.
 *
 * <p>The coupon is locked only when all rows are in: a slow client does not keep deciders waiting. Two imports at once
 * meet at the primary key: the second waits there, and fails.
 */
public final class R2dbcCouponCodes implements CouponCodes {
    private static final int ROWS = 1_000;

    private final ConnectionFactory connections;

    public R2dbcCouponCodes(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Mono<Import> add(long couponId, Flux<String> codes, String changedBy) {
        return Uncancelled.query(Mono.usingWhen(
                connections.create(),
                connection -> importing(connection, couponId, codes, changedBy)
                        .onErrorResume(
                                CodeRefusedException.class,
                                refused -> end(connection, "ROLLBACK").thenReturn(refused.refused()))
                        .onErrorResume(failure -> end(connection, "ROLLBACK")
                                .onErrorComplete()
                                .then(Mono.error(() -> Refusals.translate(failure)))),
                Connection::close));
    }

    private static Mono<Import> importing(Connection connection, long couponId, Flux<String> codes, String changedBy) {
        Mono<Import> unknown = end(connection, "ROLLBACK").then(Mono.empty());
        return readCount(connection, couponId, "BEGIN", "")
                .flatMap(before -> {
                    if (before.codes() == null) {
                        return end(connection, "ROLLBACK").thenReturn(new WithoutCodes());
                    }
                    var rows = new CodeRows(connection, couponId, before.codes());
                    // What is sent to the server is never cancelled: an error of the codes waits until it is answered.
                    return codes.buffer(ROWS)
                            .concatMapDelayError(rows::insert, false, 1)
                            .then(Mono.defer(() -> finish(connection, couponId, before, rows.added(), changedBy)));
                })
                .switchIfEmpty(unknown);
    }

    private static Mono<Import> finish(
            Connection connection, long couponId, Counts before, long added, String changedBy) {
        return readCount(connection, couponId, null, " FOR UPDATE").flatMap(now -> {
            if (!Objects.equals(now.codes(), before.codes())) {
                return Mono.error(
                        new IllegalStateException("codes of coupon " + couponId + " were imported meanwhile"));
            }
            if (Math.max(now.total(), now.stock()) + added > CouponEdit.QUANTITY_MAX) {
                return end(connection, "ROLLBACK").thenReturn(new TooMany());
            }
            long total = Objects.requireNonNull(now.codes()) + added;
            return recordStockChange(connection, couponId, added, changedBy)
                    .then(Statements.execute(
                            connection,
                            List.of(
                                    Statements.of("UPDATE coupon SET stock = stock + " + added
                                            + ", total_quantity = total_quantity + " + added + ", code_count = "
                                            + total + ", version = version + 1 WHERE coupon_id = " + couponId),
                                    Statements.of("COMMIT"))))
                    .thenReturn(new Added(added, total, Math.max(0, total - now.lastNumber())));
        });
    }

    @Override
    public Mono<String> find(long couponId, long number) {
        AtomicReference<@Nullable String> code = new AtomicReference<>();
        String sql = "SELECT code FROM coupon_code WHERE coupon_id = " + couponId + " AND number = " + number;
        return Uncancelled.query(Mono.usingWhen(
                connections.create(),
                connection -> Statements.execute(
                                connection,
                                List.of(new Statements.Statement(sql, row -> code.set(row.get("code", String.class)))))
                        .then(Mono.fromSupplier(code::get)),
                Connection::close));
    }

    private static Mono<Counts> readCount(Connection connection, long couponId, @Nullable String before, String lock) {
        AtomicReference<@Nullable Counts> counts = new AtomicReference<>();
        var select = new Statements.Statement(
                "SELECT stock, total_quantity, last_number, code_count FROM coupon WHERE coupon_id = " + couponId
                        + lock,
                row -> counts.set(new Counts(
                        Rows.number(row, "stock"),
                        Rows.number(row, "total_quantity"),
                        Rows.number(row, "last_number"),
                        row.get("code_count", Long.class))));
        return Statements.execute(connection, before == null ? List.of(select) : List.of(Statements.of(before), select))
                .then(Mono.fromSupplier(counts::get));
    }

    private static Mono<Void> recordStockChange(Connection connection, long couponId, long added, String changedBy) {
        return Flux.from(connection
                        .createStatement("INSERT INTO coupon_stock_change (coupon_id, changed_by, quantity, reason)"
                                + " VALUES (?, ?, ?, 'codes imported')")
                        .bind(0, couponId)
                        .bind(1, R2dbcCouponRepository.shortened(changedBy))
                        .bind(2, added)
                        .execute())
                .concatMap(Result::getRowsUpdated)
                .then();
    }

    private static Mono<Void> end(Connection connection, String how) {
        return Statements.execute(connection, List.of(Statements.of(how)));
    }

    private record Counts(
            long stock,
            long total,
            long lastNumber,
            @Nullable Long codes) {}
}
