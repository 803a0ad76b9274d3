package coupon.verification.system.fault;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers come and go in an orderly way while coupons are on sale. */
@Tag("fault-long")
class WorkersScaledIT {
    @RegisterExtension
    final Scenario scenario = new Scenario("workers scaled");

    @Test
    void from_three_workers_to_one_and_back_under_load() throws Exception {
        scaleDownAndUp(scenario);
    }

    static void scaleDownAndUp(Scenario scenario) throws Exception {
        List<AppServer> workers = scenario.stack.workers();
        List<AppServer> others = workers.subList(1, workers.size());
        List<Coupon> coupons =
                scenario.couponsInPartitions(Scenario.PLENTY, Scenario.PLENTY, Scenario.PLENTY, 400, 1_500);
        try (Load load = scenario.loadOn(coupons)) {
            scenario.system.awaitOwners(workers.size());
            scenario.awaitProgress(100);

            long stopping = System.nanoTime();
            ServerSetup.stop(others);
            scenario.system.awaitOwners(1);
            scenario.awaitProgress(1);
            scenario.reportRecovery("from 3 to 1", stopping);

            long starting = System.nanoTime();
            ServerSetup.start(others);
            scenario.system.awaitOwners(workers.size());
            scenario.awaitProgress(1);
            scenario.reportRecovery("from 1 to 3, their starts included", starting);

            scenario.assertGuaranteesHold(load.stop());
        }
    }
}
