package coupon.core.store.r2dbc;

import coupon.core.store.CouponCodes.Reason;
import io.r2dbc.spi.Connection;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The rows of one import, numbered on from the codes that are there. */
final class CodeRows {
    private static final int LENGTH_MAX = 64;

    private final Connection connection;
    private final long couponId;
    private final long before;
    private long added;

    CodeRows(Connection connection, long couponId, long before) {
        this.connection = connection;
        this.couponId = couponId;
        this.before = before;
    }

    long added() {
        return added;
    }

    /** Inserts the next codes. Fails with {@link CodeRefusedException} if one of them cannot be added. */
    Mono<Void> insert(List<String> codes) {
        for (int i = 0; i < codes.size(); i++) {
            if (!isCode(codes.get(i))) {
                return Mono.error(new CodeRefusedException(added + i + 1, Reason.MALFORMED));
            }
        }
        var sql = new SqlText("INSERT INTO coupon_code (coupon_id, number, code) VALUES ", codes.size() * 60);
        long number = before + added;
        for (String code : codes) {
            number++;
            sql.comma().append("(").number(couponId).append(",").number(number).append(",");
            sql.append(literal(code)).append(")");
        }
        return Statements.execute(connection, List.of(Statements.of(sql.toString())))
                .onErrorResume(Refusals::isDuplicateKey, duplicate -> findRepeated(codes, duplicate))
                .then(Mono.fromRunnable(() -> added += codes.size()));
    }

    private Mono<Void> findRepeated(List<String> codes, Throwable duplicate) {
        Set<String> known = new HashSet<>();
        var sql = new SqlText(
                "SELECT code FROM coupon_code WHERE coupon_id = " + couponId + " AND code IN (", codes.size() * 40);
        codes.forEach(code -> sql.comma().append(literal(code)));
        var select = new Statements.Statement(
                sql.append(")").toString(), row -> known.add(String.valueOf(row.get("code", String.class))));
        return Statements.execute(connection, List.of(select)).then(Mono.defer(() -> {
            for (int i = 0; i < codes.size(); i++) {
                if (!known.add(codes.get(i))) {
                    return Mono.error(new CodeRefusedException(added + i + 1, Reason.REPEATED));
                }
            }
            // No code is there twice: another import has taken the numbers.
            return Mono.error(duplicate);
        }));
    }

    private static boolean isCode(String code) {
        return !code.isEmpty()
                && code.length() <= LENGTH_MAX
                && code.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',' && c != '"' && c != '\'');
    }

    /** In hexadecimal: text from outside never stands in a statement as it is. */
    private static String literal(String code) {
        return "x'" + HexFormat.of().formatHex(code.getBytes(StandardCharsets.US_ASCII)) + "'";
    }
}
