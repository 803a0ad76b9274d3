package coupon.verification.system.fault;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGKILL, again and again, while five coupons are on sale. */
@Tag("fault-long")
class WorkerKilledIT {
    private static final int PARTITION = 2;

    @RegisterExtension
    final Scenario scenario = new Scenario("worker killed");

    @Test
    void the_owner_of_a_partition_is_killed_three_times_and_another_carries_on() throws Exception {
        killRepeatedly(scenario, 3);
    }

    static void killRepeatedly(Scenario scenario, int kills) throws Exception {
        List<Coupon> coupons =
                scenario.couponsInPartitions(Scenario.PLENTY, Scenario.PLENTY, Scenario.PLENTY, 400, 1_500);
        try (Load load = scenario.loadOn(coupons)) {
            for (int kill = 1; kill <= kills; kill++) {
                scenario.awaitProgress(PARTITION, 100);
                killOwner(scenario, "time " + kill);
            }
            scenario.awaitProgress(100);
            scenario.assertGuaranteesHold(load.stop());
        }
    }

    /** It is launched again only when another has taken over its partition. */
    private static void killOwner(Scenario scenario, String which) {
        AppServer owner = scenario.system.ownerOf(PARTITION);
        owner.kill();
        long since = System.nanoTime();
        scenario.awaitProgress(PARTITION, 1);
        scenario.reportRecovery(which, since);
        owner.launch();
    }
}
