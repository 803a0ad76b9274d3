package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.testing.TestDatabase;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class DeadlockIT {
    private static final long VICTIM = 1_200; // one of those who will come
    private static final String WAITING_TO_INSERT =
            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                    + " AND trx_query LIKE 'INSERT INTO user_coupon%'";
    private static final String DEADLOCKS =
            "SELECT count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'";
    private static final long UNUSED_COUPON = 1_000_000_000_000L;

    @RegisterExtension
    final Scenario scenario = new Scenario("deadlock");

    @Test
    void the_batch_that_the_database_gives_up_is_decided_again_in_order() throws Exception {
        Coupon coupon = scenario.coupon(Scenario.PLENTY);
        TestDatabase root = scenario.root();
        List<Response> responses;
        try (Connection operator = scenario.database.connect();
                Statement sql = operator.createStatement()) {
            operator.setAutoCommit(false);
            sql.executeUpdate(
                    "INSERT INTO user_coupon (coupon_id, user_id) VALUES (" + coupon.couponId() + ", " + VICTIM + ")");
            sql.executeUpdate(manyRows()); // the database gives up the transaction that has done less
            long deadlocks = root.number(DEADLOCKS);
            try (Load load = scenario.loadOn(coupon)) {
                await().atMost(Duration.ofMinutes(1)).until(() -> root.number(WAITING_TO_INSERT) > 0);
                try (ResultSet locked = sql.executeQuery(
                        "SELECT stock FROM coupon WHERE coupon_id = " + coupon.couponId() + " FOR UPDATE")) {
                    assertThat(locked.next()).isTrue();
                }
                assertThat(root.number(DEADLOCKS)).isGreaterThan(deadlocks);
                operator.rollback();

                scenario.awaitRecovery(coupon);
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
}
