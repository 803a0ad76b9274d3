package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class BrokerKilledIT {
    private static final Duration QUICKLY = Duration.ofSeconds(2);
    private static final Duration GIVEN_UP_MAX = Duration.ofSeconds(15);

    @RegisterExtension
    final Scene scene = new Scene("broker killed");

    @Test
    void who_asks_meanwhile_is_refused_quickly_and_who_was_accepted_gets_an_outcome() throws Exception {
        Coupon scarce = scene.coupon(500);
        Coupon plenty = scene.coupon(Scene.PLENTY);
        List<Told> told;
        long killed;
        long noticed;
        long refusedEnough;
        try (Comers comers = scene.comersTo(scarce, plenty)) {
            comers.awaitTold(System.nanoTime(), 300, Told::isAccepted);

            killed = System.nanoTime();
            scene.stack.kafka().kill();
            comers.awaitTold(killed, 1, it -> it.status() == 503);
            noticed = System.nanoTime();
            comers.awaitTold(noticed, 200, it -> it.status() == 503);
            assertThat(scene.health(scene.stack.api(), "liveness")).isEqualTo(200);
            assertThat(scene.health(scene.stack.api(), "readiness"))
                    .as("it refuses, and stays in service")
                    .isEqualTo(200);
            assertThat(scene.stack.workers())
                    .allSatisfy(worker ->
                            assertThat(scene.health(worker, "liveness")).isEqualTo(200));
            refusedEnough = System.nanoTime();
            scene.stack.kafka().start();

            long mended = System.nanoTime();
            comers.awaitTold(mended, 100, Told::isAccepted);
            scene.awaitServed(plenty);
            scene.tellRecovered(mended);
            told = comers.leave();
        }

        assertThat(told)
                .filteredOn(it -> it.answer().couponId() == plenty.couponId())
                .extracting(Told::status)
                .containsOnly(202, 503, 504);
        assertThat(told)
                .filteredOn(it -> it.wasUnderWayAt(killed))
                .allSatisfy(it -> assertThat(it.took()).isLessThan(GIVEN_UP_MAX));
        assertThat(told)
                .filteredOn(it -> it.answer().couponId() == plenty.couponId())
                .filteredOn(it -> it.beganWithin(noticed, refusedEnough))
                .allSatisfy(it -> {
                    assertThat(it.status()).isEqualTo(503);
                    assertThat(it.took()).isLessThan(QUICKLY);
                });
        scene.assertGuaranteesHold(told);
    }
}
