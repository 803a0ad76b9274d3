package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.MariaDbServer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;

@Tag("fault-long")
class ConnectionsCutIT {
    private static final int CUTS = 15;
    private static final int NO_SUCH_CONNECTION = 1094;
    private static final String CONNECTIONS_OF_THE_PRODUCT =
            "SELECT id FROM information_schema.processlist WHERE user = '" + MariaDbServer.USER + "' AND db = '"
                    + MariaDbServer.DATABASE + "'";

    @RegisterExtension
    final Scenario scenario = new Scenario("database connections cut");

    @Test
    void a_transaction_cut_in_the_middle_is_done_again_in_the_same_order() throws Exception {
        Coupon scarce = scenario.coupon(500);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Load load = scenario.loadOn(scarce, plenty)) {
            for (int round = 0; round < CUTS; round++) {
                scenario.awaitIssued(plenty, scenario.issued(plenty) + 10);
                cutInTransaction(plenty);
            }
            scenario.awaitRecovery(plenty);
            responses = load.stop();
        }

        assertThat(responses).noneMatch(it -> it.status() == 0 || it.status() == 500);
        scenario.assertGuaranteesHold(responses);
    }

    /** When the decider waits for the coupon's row, in the middle of a transaction. */
    private void cutInTransaction(Coupon coupon) throws SQLException {
        try (Connection operator = scenario.root().lockCoupon(coupon.couponId())) {
            scenario.awaitWaitingForLockOf(coupon);
            assertThat(cutAll()).isPositive();
            operator.rollback();
        }
    }

    private int cutAll() {
        int cut = 0;
        for (long connection : scenario.root().numbers(CONNECTIONS_OF_THE_PRODUCT)) {
            try {
                scenario.root().execute("KILL CONNECTION " + connection);
                cut++;
            } catch (DataAccessException e) {
                assertThat(e)
                        .cause()
                        .extracting(cause -> ((SQLException) cause).getErrorCode())
                        .isEqualTo(NO_SUCH_CONNECTION);
            }
        }
        return cut;
    }
}
