package coupon.bench.scenario;

import coupon.core.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/**
 * The floor under a backlog: the rows of issued coupons, inserted batch after batch in one transaction each, without
 * reading anything, deciding anything, or a queue. What the product costs is what is missing to it.
 */
final class SqlFloor {
    static final int BATCH = 2_000;

    private SqlFloor() {}

    /**
     * Returns the coupons issued a second.
     *
     * @param numbered whether each winner gets a number, as the product's do
     */
    static double perSecond(TestDatabase database, long couponId, int requests, boolean numbered) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long since = System.nanoTime();
            for (int from = 0; from < requests; from += BATCH) {
                int size = Math.min(BATCH, requests - from);
                String counter = numbered ? ", last_number = last_number + " + size : "";
                statement.execute(
                        "UPDATE coupon SET stock = stock - " + size + counter + " WHERE coupon_id = " + couponId);
                statement.execute(holdings(couponId, from, size, numbered));
                statement.execute(requests(couponId, from, size, numbered));
                connection.commit();
            }
            return requests / ((System.nanoTime() - since) / 1e9);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String holdings(long couponId, int from, int size, boolean numbered) {
        var rows = new StringJoiner(
                ",", "INSERT INTO user_coupon (coupon_id, user_id" + (numbered ? ", number" : "") + ") VALUES ", "");
        for (int i = from; i < from + size; i++) {
            rows.add("(" + couponId + "," + (1_000_000 + i) + (numbered ? "," + (i + 1) : "") + ")");
        }
        return rows.toString();
    }

    private static String requests(long couponId, int from, int size, boolean numbered) {
        var rows = new StringJoiner(
                ",",
                "INSERT INTO coupon_issue_request (event_id, coupon_id, user_id, outcome, requested_at, decided_at,"
                        + " source_partition, source_offset" + (numbered ? ", number" : "") + ") VALUES ",
                "");
        for (int i = from; i < from + size; i++) {
            rows.add("(x'%016x%016x',%d,%d,'SUCCESS','2026-01-01','2026-01-01',0,%d%s)"
                    .formatted(couponId, i, couponId, 1_000_000 + i, i, numbered ? "," + (i + 1) : ""));
        }
        return rows.toString();
    }
}
