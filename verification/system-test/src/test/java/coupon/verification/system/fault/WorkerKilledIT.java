package coupon.verification.system.fault;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGKILL, again and again, while five coupons are on sale. */
@Tag("fault-long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WorkerKilledIT {
    private static final int LINE = 2;

    @RegisterExtension
    final Scene scene = new Scene("worker killed");

    @Test
    void whoever_decides_a_line_is_killed_three_times_and_another_carries_on() throws Exception {
        killRepeatedly(scene, 3);
    }

    static void killRepeatedly(Scene scene, int kills) throws Exception {
        List<Coupon> coupons = scene.couponsInLines(Scene.PLENTY, Scene.PLENTY, Scene.PLENTY, 400, 1_500);
        try (Comers comers = scene.comersTo(coupons)) {
            for (int kill = 1; kill <= kills; kill++) {
                scene.lines.awaitProgress(LINE, 100);
                killOwner(scene, "time " + kill);
            }
            scene.lines.awaitProgress(100);
            scene.assertGuaranteesHold(comers.leave());
        }
    }

    /** It is launched again only when another has taken its line over. */
    private static void killOwner(Scene scene, String which) {
        AppServer owner = scene.lines.ownerOf(LINE);
        owner.kill();
        long since = System.nanoTime();
        scene.lines.awaitProgress(LINE, 1);
        scene.tellRecovered(which, since);
        owner.launch();
    }
}
