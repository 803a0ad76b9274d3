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

/** The broker is shut down in order and stays away, while requests keep coming at a steady rate. */
@Tag("fault-long")
class BrokerStoppedIT {
    private static final int PER_SECOND = 200;
    private static final int REFUSED_BEFORE_IT_RETURNS = 4_000;
    /** The bound over the addition to the queue, and time for a busy machine; not the length of the outage. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    @RegisterExtension
    final Scenario scenario = new Scenario("broker stopped");

    @Test
    void no_request_is_held_for_the_length_of_the_outage() throws Exception {
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> responses;
        try (Load load = Load.open(scenario.client, plenty, PER_SECOND)) {
            scenario.awaitIssued(plenty, PER_SECOND);
            long stopped = System.nanoTime();
            scenario.stack.kafka().stop();
            load.awaitResponses(stopped, REFUSED_BEFORE_IT_RETURNS, it -> it.status() == 503);
            scenario.stack.kafka().start();
            scenario.awaitRecovery(plenty);
            responses = load.stop();
        }

        assertThat(responses).extracting(Response::lost).containsOnly("");
        assertThat(responses).extracting(Response::status).contains(202, 503).isSubsetOf(202, 503, 504);
        assertThat(responses).allSatisfy(it -> assertThat(it.took()).isLessThan(ANSWER_MAX));
        scenario.assertGuaranteesHold(responses);
    }
}
