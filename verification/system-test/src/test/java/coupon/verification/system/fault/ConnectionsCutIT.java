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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ConnectionsCutIT {
    private static final int CUTS = 15;
    private static final int NO_SUCH_CONNECTION = 1094;
    private static final String TRANSACTIONS_THAT_WAIT = "SELECT COUNT(*) FROM information_schema.processlist"
            + " WHERE id <> CONNECTION_ID() AND info LIKE '%FROM coupon WHERE%FOR UPDATE%'";

    @RegisterExtension
    final Scenario scenario = new Scenario("database connections cut");

    @Test
    void a_transaction_cut_in_the_middle_is_done_again_and_nobody_loses_their_place() throws Exception {
        Coupon scarce = scenario.coupon(500);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (ClosedLoopLoad load = scenario.loadOn(scarce, plenty);
                Connection root = asRoot()) {
            for (int round = 0; round < CUTS; round++) {
                scenario.awaitIssued(plenty, scenario.issued(plenty) + 10);
                cutInTransaction(plenty, root);
            }
            long mended = System.nanoTime();
            scenario.awaitSuccess(plenty);
            scenario.reportRecovery(mended);
            responses = load.stop();
        }

        assertThat(responses).noneMatch(it -> it.status() == 0 || it.status() == 500);
        scenario.assertGuaranteesHold(responses);
    }

    /** When the decider waits for the coupon's row, in the middle of a transaction. */
    private void cutInTransaction(Coupon coupon, Connection root) throws SQLException {
        try (Connection operator = asRoot();
                Statement lock = operator.createStatement()) {
            operator.setAutoCommit(false);
            lock.executeQuery("SELECT stock FROM coupon WHERE coupon_id = " + coupon.couponId() + " FOR UPDATE");
            await().until(() -> scenario.database.number(TRANSACTIONS_THAT_WAIT) > 0);
            assertThat(cutAll(root)).isPositive();
            operator.rollback();
        }
    }

    private static int cutAll(Connection root) throws SQLException {
        int cut = 0;
        try (Statement statement = root.createStatement()) {
            for (long connection : connectionsOfTheProduct(statement)) {
                try {
                    statement.execute("KILL CONNECTION " + connection);
                    cut++;
                } catch (SQLException e) {
                    assertThat(e.getErrorCode()).isEqualTo(NO_SUCH_CONNECTION);
                }
            }
        }
        return cut;
    }

    private static List<Long> connectionsOfTheProduct(Statement statement) throws SQLException {
        List<Long> connections = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT id FROM information_schema.processlist WHERE user = '"
                + MariaDbServer.USER + "' AND db = '" + MariaDbServer.DATABASE + "'")) {
            while (rows.next()) {
                connections.add(rows.getLong(1));
            }
        }
        return connections;
    }

    private Connection asRoot() throws SQLException {
        return DriverManager.getConnection(
                scenario.stack.database().jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.ROOT,
                MariaDbServer.ROOT_PASSWORD);
    }
}
