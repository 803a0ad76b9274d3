package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

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

@Tag("fault")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ConnectionsCutIT {
    private static final int CUTS = 20;
    private static final int NO_SUCH_CONNECTION = 1094;

    @RegisterExtension
    final Scene scene = new Scene("database connections cut");

    @Test
    void a_transaction_cut_in_the_middle_is_done_again_and_nobody_loses_their_place() throws Exception {
        Coupon scarce = scene.coupon(500);
        Coupon plenty = scene.coupon(Scene.PLENTY);
        int cut = 0;
        List<Told> told;
        try (Comers comers = scene.comersTo(scarce, plenty);
                Connection root = asRoot()) {
            scene.awaitIssued(plenty, 50);
            for (int round = 0; round < CUTS; round++) {
                comers.awaitTold(System.nanoTime(), 20, Told::isAccepted);
                cut += cutAll(root);
            }
            long mended = System.nanoTime();
            scene.awaitServed(plenty);
            scene.tellRecovered(mended);
            told = comers.leave();
        }

        assertThat(cut).isGreaterThan(CUTS);
        assertThat(told).noneMatch(it -> it.status() == 0 || it.status() == 500);
        scene.assertGuaranteesHold(told);
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
                scene.stack.database().jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.ROOT,
                MariaDbServer.ROOT_PASSWORD);
    }
}
