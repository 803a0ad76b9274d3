package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker is shut down in order and stays away, while requests keep coming at a steady rate. */
@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class BrokerStoppedIT {
    private static final int PER_SECOND = 200;
    private static final int REFUSED_BEFORE_IT_RETURNS = 4_000;
    /** The bound over the addition to the queue, and time for a busy machine; not the length of the outage. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    @RegisterExtension
    final Scene scene = new Scene("broker stopped");

    @AfterEach
    void mend() {
        if (!scene.stack.kafka().isAlive()) {
            scene.stack.kafka().start();
        }
    }

    @Test
    void no_request_is_held_for_the_length_of_the_outage() throws Exception {
        Coupon plenty = scene.coupon(Scene.PLENTY);
        List<Told> told;
        try (Arrivals arrivals = new Arrivals(scene.client, plenty.couponId(), PER_SECOND)) {
            scene.awaitIssued(plenty, PER_SECOND);
            scene.stack.kafka().stop();
            arrivals.awaitTold(REFUSED_BEFORE_IT_RETURNS, it -> it.status() == 503);
            scene.stack.kafka().start();
            long mended = System.nanoTime();
            scene.awaitServed(plenty);
            scene.tellRecovered(mended);
            told = arrivals.leave();
        }

        assertThat(told).extracting(Told::status).contains(202, 503).isSubsetOf(202, 503, 504);
        assertThat(told).allSatisfy(it -> assertThat(it.took()).isLessThan(ANSWER_MAX));
        scene.assertGuaranteesHold(told);
    }
}
