package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class ApiStoppedIT {
    private static final int TERMINATED = 128 + 15;
    private static final int WAIT_SECONDS = 30;
    private static final int WAITING = 16;
    private static final Duration GRACE = Duration.ofSeconds(20);

    @RegisterExtension
    final Scenario scenario = new Scenario("API stopped");

    @Test
    void a_request_under_way_is_answered_before_it_ends() throws Exception {
        Coupon undecided = scenario.coupon(300);
        Coupon plenty = scenario.coupon(Scenario.PLENTY);
        List<Response> waited;
        List<Response> hurried;
        long stopped;
        long ended;
        try (Connection operator = scenario.database.lockCoupon(undecided.couponId());
                Load waiting = Load.closed(scenario.client, List.of(undecided), WAITING, WAIT_SECONDS);
                Load hurrying = scenario.loadOn(plenty)) {
            hurrying.awaitResponses(System.nanoTime(), 200, Response::isAccepted);

            stopped = System.nanoTime();
            scenario.stack.api().stop();
            ended = System.nanoTime();
            waited = waiting.stop();
            hurried = hurrying.stop();
            operator.rollback();
        }
        int exitCode = scenario.stack.api().onExit().join();
        scenario.stack.api().start();

        assertThat(exitCode).isEqualTo(TERMINATED);
        assertThat(Duration.ofNanos(ended - stopped)).isLessThan(GRACE);
        assertThat(waited).filteredOn(it -> it.wasUnderWayAt(stopped)).hasSize(WAITING);
        assertAnswered(waited, stopped);
        assertAnswered(hurried, stopped);
        List<Response> responses = new ArrayList<>(waited);
        responses.addAll(hurried);
        scenario.assertGuaranteesHold(responses);
        scenario.reportRecovery(ended);
    }

    private static void assertAnswered(List<Response> responses, long stopped) {
        assertThat(responses)
                .filteredOn(it -> it.wasUnderWayAt(stopped))
                .extracting(Response::status)
                .doesNotContain(0);
    }
}
