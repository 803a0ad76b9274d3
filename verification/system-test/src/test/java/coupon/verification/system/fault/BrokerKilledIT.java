package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class BrokerKilledIT {
    private static final Duration QUICKLY = Duration.ofSeconds(2);
    private static final Duration GIVEN_UP_MAX = Duration.ofSeconds(15);

    @RegisterExtension
    final Scenario scenario = new Scenario("broker killed");

    @Test
    void requests_meanwhile_are_refused_quickly_and_accepted_ones_get_an_outcome() throws Exception {
        Coupon scarce = scenario.coupon(500);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        long killed;
        long noticed;
        long refusedEnough;
        try (Load load = scenario.loadOn(scarce, plenty)) {
            load.awaitResponses(System.nanoTime(), 300, Response::isAccepted);

            killed = System.nanoTime();
            scenario.stack.kafka().kill();
            load.awaitResponses(killed, 1, it -> it.status() == 503);
            noticed = System.nanoTime();
            load.awaitResponses(noticed, 200, it -> it.status() == 503);
            assertThat(ServerSetup.health(scenario.stack.api(), "liveness")).isEqualTo(200);
            assertThat(ServerSetup.health(scenario.stack.api(), "readiness"))
                    .as("it refuses, and stays in service")
                    .isEqualTo(200);
            assertThat(scenario.stack.workers())
                    .allSatisfy(worker ->
                            assertThat(ServerSetup.health(worker, "liveness")).isEqualTo(200));
            refusedEnough = System.nanoTime();
            scenario.stack.kafka().start();

            long mended = System.nanoTime();
            load.awaitResponses(mended, 100, Response::isAccepted);
            scenario.awaitSuccess(plenty);
            scenario.reportRecovery(mended);
            responses = load.stop();
        }

        assertThat(responses)
                .filteredOn(it -> it.answer().couponId() == plenty.couponId())
                .extracting(Response::status)
                .containsOnly(202, 503, 504);
        assertThat(responses)
                .filteredOn(it -> it.wasUnderWayAt(killed))
                .allSatisfy(it -> assertThat(it.took()).isLessThan(GIVEN_UP_MAX));
        assertThat(responses)
                .filteredOn(it -> it.answer().couponId() == plenty.couponId())
                .filteredOn(it -> it.beganWithin(noticed, refusedEnough))
                .allSatisfy(it -> {
                    assertThat(it.status()).isEqualTo(503);
                    assertThat(it.took()).isLessThan(QUICKLY);
                });
        scenario.assertGuaranteesHold(responses);
    }
}
