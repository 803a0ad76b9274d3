package coupon.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.guarantee.Answer;
import coupon.local.server.AppServer;
import coupon.system.SystemUnderTest;
import coupon.system.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGSTOP in the middle of a transaction, until another worker has taken over; then the zombie goes on with its old
 * batch. A frozen worker loses its lines by the session timeout, long before {@code max.poll.interval.ms}.
 */
@Tag("fault")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WorkerFrozenIT {
    private static final int LINE = 1;

    private final SystemUnderTest system = TestStack.system();

    @Test
    void the_transaction_of_a_zombie_changes_nothing() throws Exception {
        Sale sale = Sale.withoutEnd(system);

        try (SteadyCrowd crowd = sale.crowd()) {
            sale.awaitProgress(LINE, 100);
            sale.awaitOwners(TestStack.WORKERS);
            AppServer zombie = sale.ownerOf(LINE);
            freezeInTransaction(zombie, sale.couponOfLine(LINE));
            long since = System.nanoTime();
            try {
                sale.awaitProgress(LINE, 1);
                FaultReport.recovered("worker frozen in its transaction", since);
                assertThat(sale.ownerOf(LINE)).isNotSameAs(zombie);
                assertThat(sale.remember(sale.couponOfLine(LINE))).isNotEmpty();
            } finally {
                zombie.resume();
            }
            sale.awaitOwners(TestStack.WORKERS); // the zombie is one of them again
            sale.awaitProgress(LINE, 1);
            List<Answer> answers = crowd.leave();
            sale.assertGuaranteed(answers);
            assertThat(zombie.isAlive()).isTrue();
        }
    }

    /** It waits for the coupon's row lock when it freezes, and is given the lock then. */
    private void freezeInTransaction(AppServer worker, long couponId) throws SQLException {
        try (Connection operator = system.database().connect();
                Statement statement = operator.createStatement()) {
            operator.setAutoCommit(false);
            statement.execute("SELECT * FROM coupon WHERE coupon_id = " + couponId + " FOR UPDATE");
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> system.database().number(queriesThatLock(couponId)) > 0);
            worker.pause();
            operator.rollback();
        }
    }

    /** How many of them there are now: only the owner of the coupon's line sends any. */
    private static String queriesThatLock(long couponId) {
        return "SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND info LIKE '%IN ("
                + couponId + ")%FOR UPDATE%'";
    }
}
