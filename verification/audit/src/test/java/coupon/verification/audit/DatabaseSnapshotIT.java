package coupon.verification.audit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSnapshotIT {
    private static final String DIGITS = IntStream.range(0, 10)
            .mapToObj(digit -> "SELECT " + digit + " AS digit")
            .collect(joining(" UNION ALL ", "(", ")"));
    /** 1 to 10 000. */
    private static final String NUMBERS = "(SELECT 1 + a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit AS seq"
            + " FROM " + DIGITS + " a, " + DIGITS + " b, " + DIGITS + " c, " + DIGITS + " d) numbers";

    private final TestDatabase database = TestServers.newDatabase();

    @ParameterizedTest
    @CsvSource({
        "coupon_issue_request, coupon_issue_request_number",
        "user_coupon, PRIMARY",
        "coupon_stock_change, coupon_stock_change_in_order",
    })
    void a_coupon_among_many_is_read_by_an_index(String table, String index) throws SQLException {
        fill();

        assertThat(keyOf("SELECT * FROM " + table + " WHERE coupon_id = 7")).isEqualTo(index);
    }

    @Test
    void the_requests_of_a_coupon_among_many_is_read_by_an_index() throws SQLException {
        fill();

        assertThat(keyOf(DatabaseSnapshot.rowsOf(7))).isEqualTo("coupon_issue_request_number");
    }

    /** 100 coupons with 100 requests each. */
    private void fill() {
        database.execute("INSERT INTO coupon_issue_request (event_id, coupon_id, user_id, outcome,"
                + " requested_at, decided_at, source_partition, source_offset) SELECT UNHEX(LPAD(HEX(seq), 32, '0')), seq % 100, seq,"
                + " 'SUCCESS', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 0, seq FROM " + NUMBERS);
        database.execute("INSERT INTO user_coupon (coupon_id, user_id) SELECT seq % 100, seq FROM " + NUMBERS);
        database.execute("INSERT INTO coupon_stock_change (coupon_id, changed_by, quantity)"
                + " SELECT seq % 100, 'operator', 1 FROM " + NUMBERS);
    }

    private String keyOf(String select) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE TABLE coupon_issue_request, user_coupon, coupon_stock_change");
            try (ResultSet plan = statement.executeQuery("EXPLAIN FORMAT=TRADITIONAL " + select)) {
                assertThat(plan.next()).isTrue();
                return plan.getString("key");
            }
        }
    }
}
