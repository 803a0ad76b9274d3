package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator's transaction on one coupon that was forgotten, beyond the lock wait timeout. */
@Tag("fault-long")
class LockedRowIT {
    private static final int ROUNDS = 10;

    @RegisterExtension
    final Scenario scenario = new Scenario("locked row");

    /** One worker has all partitions: the locked coupon's and the others'. */
    @Test
    void coupons_of_other_partitions_of_the_same_worker_are_decided_meanwhile() throws Exception {
        List<Coupon> coupons = scenario.couponsInPartitions(Scenario.PLENTY, Scenario.PLENTY, Scenario.PLENTY);
        ServerSetup.stop(
                scenario.stack.workers().subList(1, scenario.stack.workers().size()));
        scenario.system.awaitOwners(1);
        Coupon locked = coupons.get(0);
        try (Connection operator = scenario.database.lockCoupon(locked.couponId())) {
            assertThat(scenario.request(locked, 3)).isEqualTo(202);
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(scenario.request(coupons.get(1), 5)).isEqualTo(201);
                assertThat(scenario.request(coupons.get(2), 5)).isEqualTo(201);
            }
            assertThat(scenario.issued(locked)).isZero();
            operator.rollback();
        }
        scenario.awaitRecovery(locked);
        scenario.assertGuaranteesHold(List.of());
    }
}
