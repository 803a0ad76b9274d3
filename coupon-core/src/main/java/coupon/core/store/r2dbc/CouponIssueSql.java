package coupon.core.store.r2dbc;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statements of a batch.
 *
 * <p>Values stand in the text as literals: only numbers, times and names of an enum come here, never text from
 * outside, and several thousand rows go faster so than as parameters.
 */
final class CouponIssueSql {
    static final String SELECT_COUPONS = "SELECT coupon_id, name, total_quantity, stock, opens_at, closes_at, paused,"
            + " version, last_number, code_count FROM coupon";
    static final String RESULT_COLUMNS =
            "event_id, coupon_id, user_id, outcome, requested_at, decided_at, source_partition, source_offset, number";

    private static final int RESULT_LENGTH = 160;
    private static final int HOLDING_LENGTH = 80;

    private CouponIssueSql() {}

    /** In the order of the ids, so that two deciders never wait for each other in a circle. */
    static String lockCoupons(Collection<Long> couponIds, boolean wait) {
        return SELECT_COUPONS + " WHERE coupon_id IN ("
                + couponIds.stream().map(String::valueOf).collect(joining(",")) + ") ORDER BY coupon_id FOR UPDATE"
                + (wait ? "" : " NOWAIT");
    }

    static String findDecided(List<CouponIssueRequest> batch) {
        var sql = new SqlText(
                "SELECT " + RESULT_COLUMNS + " FROM coupon_issue_request WHERE event_id IN (", batch.size() * 36);
        batch.forEach(request -> sql.bytes(Rows.bytes(request.event().eventId())));
        return sql.close().toString();
    }

    static String findHoldings(Collection<Holding> wanted) {
        Map<Long, List<Holding>> byCoupon =
                wanted.stream().collect(groupingBy(Holding::couponId, TreeMap::new, toList()));
        return byCoupon.entrySet().stream()
                .map(entry -> {
                    var sql = new SqlText(
                            "SELECT coupon_id, user_id FROM user_coupon WHERE coupon_id = " + entry.getKey()
                                    + " AND user_id IN (",
                            entry.getValue().size() * 12);
                    entry.getValue().forEach(holding -> sql.number(holding.userId()));
                    return sql.close().toString();
                })
                .collect(joining(" UNION ALL "));
    }

    /** What is new, and the end of the transaction. */
    static List<Statement> storeAndCommit(List<CouponIssueResult> results) {
        List<Statement> statements = new ArrayList<>();
        if (!results.isEmpty()) {
            statements.add(new Statement(insertResults(results)));
            List<CouponIssueResult> successes =
                    results.stream().filter(CouponIssueResult::isSuccess).collect(toList());
            if (!successes.isEmpty()) {
                statements.add(new Statement(insertHoldings(successes)));
                statements.add(new Statement(takeFromStock(successes)));
            }
        }
        statements.add(new Statement("COMMIT"));
        return statements;
    }

    private static String insertResults(List<CouponIssueResult> results) {
        var sql = new SqlText(
                "INSERT INTO coupon_issue_request (" + RESULT_COLUMNS + ") VALUES ", results.size() * RESULT_LENGTH);
        for (CouponIssueResult result : results) {
            sql.open()
                    .bytes(Rows.bytes(result.eventId()))
                    .number(result.couponId())
                    .number(result.userId())
                    .name(result.outcome().name())
                    .time(result.requestedAt())
                    .time(result.decidedAt())
                    .number(result.position().partition())
                    .number(result.position().offset())
                    .number(result.number())
                    .close();
        }
        return sql.toString();
    }

    /** In the order of the primary key: rows of one page are inserted together. */
    private static String insertHoldings(List<CouponIssueResult> successes) {
        successes.sort(
                Comparator.comparingLong(CouponIssueResult::couponId).thenComparingLong(CouponIssueResult::userId));
        var sql = new SqlText(
                "INSERT INTO user_coupon (coupon_id, user_id, status, issued_at, number) VALUES ",
                successes.size() * HOLDING_LENGTH);
        for (CouponIssueResult success : successes) {
            sql.open()
                    .number(success.couponId())
                    .number(success.userId())
                    .name("ISSUED")
                    .time(success.decidedAt())
                    .number(success.number())
                    .close();
        }
        return sql.toString();
    }

    /** Takes the winners' coupons from the stock, and their numbers from the counter, of coupons that are locked. */
    private static String takeFromStock(List<CouponIssueResult> successes) {
        Map<Long, Long> quantities =
                successes.stream().collect(groupingBy(CouponIssueResult::couponId, TreeMap::new, counting()));
        String taken = quantities.entrySet().stream()
                .map(entry -> " WHEN " + entry.getKey() + " THEN " + entry.getValue())
                .collect(joining("", "CASE coupon_id", " END"));
        return "UPDATE coupon SET stock = stock - " + taken + ", last_number = last_number + " + taken
                + " WHERE coupon_id IN ("
                + quantities.keySet().stream().map(String::valueOf).collect(joining(",")) + ")";
    }
}
