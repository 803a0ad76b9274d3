package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DatabaseKilledIT {
    private static final int KILLS = 2;

    @RegisterExtension
    final Scene scene = new Scene("database killed");

    @Test
    void requests_are_taken_meanwhile_and_decided_in_order_when_it_is_back() throws Exception {
        Coupon scarce = scene.coupon(500);
        Coupon plenty = scene.coupon(Scene.PLENTY);
        List<Told> told;
        try (Comers comers = scene.comersTo(scarce, plenty)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                scene.awaitIssued(plenty, scene.issued(plenty) + 100);
                AppServer owner = scene.ownerOf(plenty);

                long killed = System.nanoTime();
                scene.stack.database().kill();
                scene.awaitReadiness(owner, 503);
                comers.awaitTold(killed, 100, Told::isAccepted);
                assertThat(scene.health(owner, "liveness")).isEqualTo(200);
                scene.stack.database().start();

                long mended = System.nanoTime();
                scene.awaitServed(plenty);
                scene.tellRecovered(mended);
                scene.awaitReadiness(owner, 200);
            }
            told = comers.leave();
        }

        assertThat(told).noneMatch(it -> it.status() == 0 || it.status() == 500);
        scene.assertGuaranteesHold(told);
    }
}
