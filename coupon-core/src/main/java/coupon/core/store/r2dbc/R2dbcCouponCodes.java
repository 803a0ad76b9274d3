package coupon.core.store.r2dbc;

import static java.util.Objects.requireNonNull;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponEdit;
import coupon.core.store.CouponCodes;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
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
    private static final int LENGTH_MAX = 64;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    public R2dbcCouponCodes(ConnectionFactory connections) {
        database = DatabaseClient.create(connections);
        transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
    }

    @Override
    public Mono<Import> add(long couponId, Flux<String> codes, String changedBy) {
        return Uncancelled.query(R2dbcCouponRepository.find(database, couponId, "")
                .flatMap(before -> add(before, codes).flatMap(added -> finish(before, added, changedBy)))
                .as(transaction::transactional)
                .onErrorResume(NothingAdded.class, nothing -> Mono.just(nothing.why)));
    }

    @Override
    public Mono<String> find(long couponId, long number) {
        return Uncancelled.query(
                database.sql("SELECT code FROM coupon_code WHERE coupon_id = :couponId AND number = :number")
                        .bind("couponId", couponId)
                        .bind("number", number)
                        .map(row -> requireNonNull(row.get("code", String.class)))
                        .one());
    }

    /** Numbered on from the codes that are there. What is sent is never cancelled: an error of the codes waits for it. */
    private Mono<Long> add(Coupon coupon, Flux<String> codes) {
        Long before = coupon.codes();
        return before == null
                ? Mono.error(new NothingAdded(new WithoutCodes()))
                : codes.buffer(ROWS)
                        .index()
                        .concatMapDelayError(
                                rows -> insert(coupon.couponId(), before, rows.getT1() * ROWS, rows.getT2()), false, 1)
                        .reduce(0L, Long::sum);
    }

    /** @return how many */
    private Mono<Integer> insert(long couponId, long before, long linesBefore, List<String> codes) {
        for (int i = 0; i < codes.size(); i++) {
            if (!isCode(codes.get(i))) {
                return Mono.error(new NothingAdded(new Refused(linesBefore + i + 1, Reason.MALFORMED)));
            }
        }
        var sql = new SqlText("INSERT INTO coupon_code (coupon_id, number, code) VALUES ", codes.size() * 60);
        long number = before + linesBefore;
        for (String code : codes) {
            number++;
            sql.open().number(couponId).number(number).bytes(ascii(code)).close();
        }
        return database.inConnection(connection -> Statement.execute(connection, List.of(new Statement(sql.toString())))
                        .onErrorResume(
                                Refusals::isDuplicateKey,
                                duplicate -> findRepeated(connection, couponId, linesBefore, codes, duplicate))
                        .onErrorMap(Refusals::translate))
                .thenReturn(codes.size());
    }

    private static Mono<Void> findRepeated(
            Connection connection, long couponId, long linesBefore, List<String> codes, Throwable duplicate) {
        Set<String> known = new HashSet<>();
        var sql = new SqlText(
                "SELECT code FROM coupon_code WHERE coupon_id = " + couponId + " AND code IN (", codes.size() * 40);
        codes.forEach(code -> sql.bytes(ascii(code)));
        var select =
                new Statement(sql.close().toString(), row -> known.add(String.valueOf(row.get("code", String.class))));
        return Statement.execute(connection, List.of(select)).then(Mono.defer(() -> {
            for (int i = 0; i < codes.size(); i++) {
                if (!known.add(codes.get(i))) {
                    return Mono.error(new NothingAdded(new Refused(linesBefore + i + 1, Reason.REPEATED)));
                }
            }
            // No code is there twice: another import has taken the numbers.
            return Mono.error(duplicate);
        }));
    }

    private Mono<Import> finish(Coupon before, long added, String changedBy) {
        long couponId = before.couponId();
        return R2dbcCouponRepository.find(database, couponId, " FOR UPDATE").flatMap(now -> {
            if (!Objects.equals(now.codes(), before.codes())) {
                return Mono.error(
                        new IllegalStateException("codes of coupon " + couponId + " were imported meanwhile"));
            }
            if (Math.max(now.totalQuantity(), now.stock()) + added > CouponEdit.QUANTITY_MAX) {
                return Mono.error(new NothingAdded(new TooMany()));
            }
            long total = requireNonNull(now.codes()) + added;
            return R2dbcCouponRepository.recordStockChange(database, couponId, added, changedBy, "codes imported")
                    .then(database.sql("UPDATE coupon SET stock = stock + " + added + ", total_quantity ="
                                    + " total_quantity + " + added + ", code_count = " + total
                                    + ", version = version + 1 WHERE coupon_id = " + couponId)
                            .then())
                    .thenReturn(new Added(added, total, Math.max(0, total - now.lastNumber())));
        });
    }

    private static boolean isCode(String code) {
        return !code.isEmpty()
                && code.length() <= LENGTH_MAX
                && code.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',' && c != '"' && c != '\'');
    }

    private static byte[] ascii(String code) {
        return code.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends an import, and with it the transaction. */
    private static final class NothingAdded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Import why;

        NothingAdded(Import why) {
            super(why.toString(), null, false, false);
            this.why = why;
        }
    }
}
