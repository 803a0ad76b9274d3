package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.local.server.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DeadlockIT {
    private static final long VICTIM = 1_200; // one of those who will come
    private static final long UNUSED_COUPON = 1_000_000_000_000L;

    @RegisterExtension
    final Scenario scenario = new Scenario("deadlock");

    @Test
    void the_batch_that_the_database_gives_up_is_decided_again_in_order() throws Exception {
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Connection operator = scenario.database.connect();
                Connection root = asRoot();
                Statement sql = operator.createStatement()) {
            operator.setAutoCommit(false);
            sql.executeUpdate(
                    "INSERT INTO user_coupon (coupon_id, user_id) VALUES (" + coupon.couponId() + ", " + VICTIM + ")");
            sql.executeUpdate(manyRows()); // the database gives up the transaction that has done less
            long deadlocks = deadlocks(root);
            try (ClosedLoopLoad load = scenario.loadOn(coupon)) {
                await().atMost(Duration.ofMinutes(1)).until(() -> isWaitingToInsert(root));
                try (ResultSet locked = sql.executeQuery(
                        "SELECT stock FROM coupon WHERE coupon_id = " + coupon.couponId() + " FOR UPDATE")) {
                    assertThat(locked.next()).isTrue();
                }
                assertThat(deadlocks(root)).isGreaterThan(deadlocks);
                operator.rollback();

                long mended = System.nanoTime();
                scenario.awaitSuccess(coupon);
                scenario.reportRecovery(mended);
                responses = load.stop();
            }
        }

        assertThat(responses).extracting(Response::status).containsOnly(202);
        scenario.assertGuaranteesHold(responses);
        assertThat(scenario.database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + coupon.couponId()
                        + " AND user_id = " + VICTIM))
                .isEqualTo(1);
    }

    private static String manyRows() {
        return LongStream.range(0, 20_000)
                .mapToObj(user -> "(" + UNUSED_COUPON + ", " + user + ")")
                .collect(Collectors.joining(", ", "INSERT INTO user_coupon (coupon_id, user_id) VALUES ", ""));
    }

    private static boolean isWaitingToInsert(Connection root) throws SQLException {
        return number(
                        root,
                        "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                                + " AND trx_query LIKE 'INSERT INTO user_coupon%'")
                > 0;
    }

    private static long deadlocks(Connection root) throws SQLException {
        return number(root, "SELECT count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'");
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private Connection asRoot() throws SQLException {
        return DriverManager.getConnection(
                scenario.stack.database().jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.ROOT,
                MariaDbServer.ROOT_PASSWORD);
    }
}
