package coupon.verification.system.fault;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers come and go in an orderly way while coupons are on sale. */
@Tag("fault-long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WorkersScaledIT {
    @RegisterExtension
    final Scene scene = new Scene("workers scaled");

    @Test
    void from_three_workers_to_one_and_back_under_load() throws Exception {
        scaleDownAndUp(scene);
    }

    static void scaleDownAndUp(Scene scene) throws Exception {
        List<AppServer> workers = scene.stack.workers();
        List<AppServer> others = workers.subList(1, workers.size());
        List<Coupon> coupons = scene.couponsInLines(Scene.PLENTY, Scene.PLENTY, Scene.PLENTY, 400, 1_500);
        try (Comers comers = scene.comersTo(coupons)) {
            scene.lines.awaitOwners(workers.size());
            scene.lines.awaitProgress(100);

            long stopping = System.nanoTime();
            AtOnce.stop(others);
            scene.lines.awaitOwners(1);
            scene.lines.awaitProgress(1);
            scene.tellRecovered("from 3 to 1", stopping);

            long starting = System.nanoTime();
            AtOnce.start(others);
            scene.lines.awaitOwners(workers.size());
            scene.lines.awaitProgress(1);
            scene.tellRecovered("from 1 to 3, their starts included", starting);

            scene.assertGuaranteesHold(comers.leave());
        }
    }
}
