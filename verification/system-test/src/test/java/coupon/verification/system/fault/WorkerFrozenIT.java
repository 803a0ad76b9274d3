package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * SIGSTOP in the middle of a transaction, until another worker has taken over; then the zombie goes on with its old
 * batch. A frozen worker loses its lines by the session timeout, long before {@code max.poll.interval.ms}.
 */
@Tag("fault")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WorkerFrozenIT {
    private static final int LINE = 1;

    @RegisterExtension
    final Scene scene = new Scene("worker frozen in its transaction");

    @Test
    void the_transaction_of_a_zombie_changes_nothing() throws Exception {
        freezeUntilAnotherDecides(scene);
    }

    static void freezeUntilAnotherDecides(Scene scene) throws Exception {
        List<Coupon> coupons = scene.couponsInLines(Scene.PLENTY, Scene.PLENTY, Scene.PLENTY, 400, 1_500);
        Coupon coupon = coupons.get(LINE);
        try (Comers comers = scene.comersTo(coupons)) {
            scene.lines.awaitProgress(LINE, 100);
            scene.lines.awaitOwners(TestStack.WORKERS);
            AppServer zombie = scene.lines.ownerOf(LINE);
            freezeInTransaction(scene, zombie, coupon);
            long since = System.nanoTime();
            scene.lines.awaitProgress(LINE, 1);
            scene.tellRecovered(since);
            assertThat(scene.lines.ownerOf(LINE)).isNotSameAs(zombie);
            assertThat(scene.remember(coupon)).isNotEmpty();
            zombie.resume();
            scene.lines.awaitOwners(TestStack.WORKERS); // the zombie is one of them again
            scene.lines.awaitProgress(LINE, 1);
            scene.assertGuaranteesHold(comers.leave());
            assertThat(zombie.isAlive()).isTrue();
        }
    }

    /** It waits for the coupon's row lock when it freezes, and is given the lock then. */
    private static void freezeInTransaction(Scene scene, AppServer worker, Coupon coupon) throws SQLException {
        try (Connection operator = scene.database.connect();
                Statement statement = operator.createStatement()) {
            operator.setAutoCommit(false);
            statement.execute("SELECT * FROM coupon WHERE coupon_id = " + coupon.couponId() + " FOR UPDATE");
            await().pollInterval(Duration.ofMillis(5)).until(() -> scene.database.number(queriesThatLock(coupon)) > 0);
            worker.pause();
            operator.rollback();
        }
    }

    /** How many of them there are now: only the owner of the coupon's line sends any. */
    private static String queriesThatLock(Coupon coupon) {
        return "SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID()"
                + " AND info LIKE '%FOR UPDATE%' AND info REGEXP '[(, ]" + coupon.couponId() + "[),]'";
    }
}
