package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class DatabaseKilledIT {
    private static final int KILLS = 2;

    @RegisterExtension
    final Scenario scenario = new Scenario("database killed");

    @Test
    void requests_are_taken_meanwhile_and_decided_in_order_when_it_is_back() throws Exception {
        Coupon scarce = scenario.coupon(500);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Load load = scenario.loadOn(scarce, plenty)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                scenario.awaitIssued(plenty, scenario.issued(plenty) + 100);
                AppServer owner = scenario.system.ownerOf(plenty);

                long killed = System.nanoTime();
                scenario.stack.database().kill();
                ServerSetup.awaitReadiness(owner, 503);
                load.awaitResponses(killed, 100, Response::isAccepted);
                assertThat(ServerSetup.health(owner, "liveness")).isEqualTo(200);
                scenario.stack.database().start();

                scenario.awaitRecovery(plenty);
                ServerSetup.awaitReadiness(owner, 200);
            }
            responses = load.stop();
        }

        assertThat(responses).noneMatch(it -> it.status() == 0 || it.status() == 500);
        scenario.assertGuaranteesHold(responses);
    }
}
