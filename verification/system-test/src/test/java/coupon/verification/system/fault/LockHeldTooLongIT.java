package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LockHeldTooLongIT {
    @RegisterExtension
    final Scene scene = new Scene("lock held too long");

    @Test
    void who_waits_for_the_coupon_beyond_the_lock_wait_timeout_is_decided_when_it_is_free() throws Exception {
        Coupon coupon = scene.coupon(Scene.PLENTY);
        List<Told> told;
        try (Comers comers = scene.comersTo(coupon)) {
            scene.awaitIssued(coupon, 100);
            AppServer owner = scene.ownerOf(coupon);

            try (Connection operator = scene.database.connect();
                    Statement statement = operator.createStatement()) {
                operator.setAutoCommit(false);
                statement.executeQuery(
                        "SELECT stock FROM coupon WHERE coupon_id = " + coupon.couponId() + " FOR UPDATE");
                long issued = scene.issued(coupon);
                scene.awaitReadiness(owner, 503); // deciding has failed, at the earliest after the lock wait timeout
                comers.awaitTold(System.nanoTime(), 100, Told::isAccepted);
                assertThat(scene.issued(coupon)).isEqualTo(issued);
                operator.rollback();
            }

            long mended = System.nanoTime();
            scene.awaitServed(coupon);
            scene.tellRecovered(mended);
            scene.awaitReadiness(owner, 200);
            told = comers.leave();
        }

        assertThat(told).extracting(Told::status).containsOnly(202);
        scene.assertGuaranteesHold(told);
    }
}
