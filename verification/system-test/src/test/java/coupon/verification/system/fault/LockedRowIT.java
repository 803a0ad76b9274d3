package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator's transaction on one coupon that was forgotten, beyond the lock wait timeout. */
@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LockedRowIT {
    private static final int ROUNDS = 10;

    @RegisterExtension
    final Scene scene = new Scene("locked row");

    /** One worker has all partitions: the locked coupon's and the others'. */
    @Test
    void coupons_of_other_partitions_of_the_same_worker_are_decided_meanwhile() throws Exception {
        List<Coupon> coupons = scene.couponsInLines(Scene.PLENTY, Scene.PLENTY, Scene.PLENTY);
        AtOnce.stop(scene.stack.workers().subList(1, scene.stack.workers().size()));
        scene.lines.awaitOwners(1);
        Coupon locked = coupons.get(0);
        try (Connection operator = scene.database.connect();
                Statement statement = operator.createStatement()) {
            operator.setAutoCommit(false);
            statement.executeQuery("SELECT stock FROM coupon WHERE coupon_id = " + locked.couponId() + " FOR UPDATE");
            assertThat(scene.askLate(locked, 3)).isEqualTo(202);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(scene.askLate(coupons.get(1), 5)).isEqualTo(201);
                assertThat(scene.askLate(coupons.get(2), 5)).isEqualTo(201);
            }
            assertThat(scene.issued(locked)).isZero();
            operator.rollback();
        }
        long mended = System.nanoTime();
        scene.awaitServed(locked);
        scene.tellRecovered(mended);
        scene.assertGuaranteesHold(List.of());
    }
}
