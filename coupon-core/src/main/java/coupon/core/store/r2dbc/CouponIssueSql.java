package coupon.core.store.r2dbc;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The statements of a batch, each of one round trip whatever the batch's size.
 *
 * <p>Values stand in the text as literals: only numbers, times and names of an enum come here, never text from
 * outside, and several thousand rows go faster so than as parameters.
 */
final class CouponIssueSql {
    static final String COUPON_COLUMNS = "coupon_id, name, total_quantity, stock, opens_at, closes_at, paused, version,"
            + " last_number, code_count";
    static final String RESULT_COLUMNS =
            "event_id, coupon_id, user_id, outcome, requested_at, decided_at, source_partition, source_offset, number";

    private static final DateTimeFormatter DATETIME = DateTimeFormatter.ofPattern("''uuuu-MM-dd HH:mm:ss.SSSSSS''");

    private CouponIssueSql() {}

    /** In the order of the ids, so that two deciders never wait for each other in a circle. */
    static String lockCoupons(Collection<Long> couponIds) {
        return "SELECT " + COUPON_COLUMNS + " FROM coupon WHERE coupon_id IN (" + list(couponIds, String::valueOf)
                + ") ORDER BY coupon_id FOR UPDATE";
    }

    static String findDecided(Collection<UUID> eventIds) {
        return "SELECT " + RESULT_COLUMNS + " FROM coupon_issue_request WHERE event_id IN ("
                + list(eventIds, CouponIssueSql::binary) + ")";
    }

    static String findHoldings(Collection<Holding> wanted) {
        Map<Long, List<Long>> usersByCoupon =
                wanted.stream().collect(groupingBy(Holding::couponId, mapping(Holding::userId, toList())));
        return usersByCoupon.entrySet().stream()
                .map(entry -> "SELECT coupon_id, user_id FROM user_coupon WHERE coupon_id = " + entry.getKey()
                        + " AND user_id IN (" + list(entry.getValue(), String::valueOf) + ")")
                .collect(joining(" UNION ALL "));
    }

    static String insertResults(List<CouponIssueResult> results) {
        return "INSERT INTO coupon_issue_request (" + RESULT_COLUMNS + ") VALUES "
                + list(results, CouponIssueSql::resultRow);
    }

    static String insertHoldings(List<CouponIssueResult> successes) {
        return "INSERT INTO user_coupon (coupon_id, user_id, status, issued_at, number) VALUES "
                + list(successes, CouponIssueSql::holdingRow);
    }

    /** Takes the winners' coupons from the stock, and their numbers from the counter; leaves out a coupon whose stock would fall below 0. */
    static String takeFromStock(Map<Long, Long> quantityByCoupon) {
        String taken = quantityByCoupon.entrySet().stream()
                .map(entry -> " WHEN " + entry.getKey() + " THEN " + entry.getValue())
                .collect(joining());
        String guards = quantityByCoupon.entrySet().stream()
                .map(entry -> "(coupon_id = " + entry.getKey() + " AND stock >= " + entry.getValue() + ")")
                .collect(joining(" OR "));
        return "UPDATE coupon SET stock = stock - CASE coupon_id" + taken + " END,"
                + " last_number = last_number + CASE coupon_id" + taken + " END WHERE " + guards;
    }

    private static String resultRow(CouponIssueResult result) {
        return "(" + binary(result.eventId()) + "," + result.couponId() + "," + result.userId() + ",'"
                + result.outcome().name() + "'," + datetime(result.requestedAt()) + "," + datetime(result.decidedAt())
                + "," + result.position().partition() + "," + result.position().offset() + "," + result.number() + ")";
    }

    private static String holdingRow(CouponIssueResult result) {
        return "(" + result.couponId() + "," + result.userId() + ",'ISSUED'," + datetime(result.decidedAt()) + ","
                + result.number() + ")";
    }

    private static String binary(UUID id) {
        return "x'" + id.toString().replace("-", "") + "'";
    }

    private static String datetime(Instant moment) {
        return DATETIME.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }

    private static <T> String list(Collection<T> values, Function<T, String> literal) {
        return values.stream().map(literal).collect(joining(","));
    }
}
