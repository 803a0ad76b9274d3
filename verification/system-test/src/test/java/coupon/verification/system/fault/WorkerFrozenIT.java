package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import coupon.verification.system.SystemUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * SIGSTOP in the middle of a transaction, until another worker has taken over; then the zombie goes on with its old
 * batch. A frozen worker loses its lines by the session timeout, long before {@code max.poll.interval.ms}.
 */
@Tag("fault")
class WorkerFrozenIT {
    private static final int PARTITION = 1;
    private static final Duration TAKEN_OVER_MAX = Duration.ofMinutes(4);

    @RegisterExtension
    final Scenario scenario = new Scenario("worker frozen in its transaction");

    @Test
    void the_transaction_of_a_zombie_changes_nothing() throws Exception {
        freezeUntilAnotherDecides(scenario);
    }

    static void freezeUntilAnotherDecides(Scenario scenario) throws Exception {
        List<Coupon> coupons =
                scenario.couponsInPartitions(Scenario.PLENTY, Scenario.PLENTY, Scenario.PLENTY, 400, 1_500);
        Coupon coupon = coupons.get(PARTITION);
        try (Load load = scenario.loadOn(coupons)) {
            scenario.awaitProgress(PARTITION, 100);
            scenario.system.awaitOwners(SystemUnderTest.WORKERS);
            AppServer zombie = scenario.system.ownerOf(PARTITION);
            freezeInTransaction(scenario, zombie, coupon);
            long since = System.nanoTime();
            // Only then: the zombie may have sent a commit before it froze.
            await().atMost(TAKEN_OVER_MAX).until(() -> scenario.system.ownerOf(PARTITION) != zombie);
            scenario.awaitProgress(PARTITION, 1);
            scenario.reportRecovery(since);
            assertThat(scenario.system.ownerOf(PARTITION)).isNotSameAs(zombie);
            assertThat(scenario.remember(coupon)).isNotEmpty();
            zombie.resume();
            scenario.system.awaitOwners(SystemUnderTest.WORKERS); // the zombie is one of them again
            scenario.awaitProgress(PARTITION, 1);
            scenario.assertGuaranteesHold(load.stop());
            assertThat(zombie.isAlive()).isTrue();
        }
    }

    /** It waits for the coupon's row lock when it freezes, and is given the lock then. */
    private static void freezeInTransaction(Scenario scenario, AppServer worker, Coupon coupon) throws SQLException {
        try (Connection operator = scenario.database.lockCoupon(coupon.couponId())) {
            scenario.awaitWaitingForLockOf(coupon);
            worker.pause();
            operator.rollback();
        }
    }
}
