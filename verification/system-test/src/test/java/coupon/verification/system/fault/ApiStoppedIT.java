package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ApiStoppedIT {
    private static final int TERMINATED = 128 + 15;
    private static final int WAIT_SECONDS = 30;
    private static final int WAITING = 16;
    private static final Duration GRACE = Duration.ofSeconds(20);

    @RegisterExtension
    final Scene scene = new Scene("API stopped");

    @Test
    void who_is_under_way_is_answered_before_it_ends() throws Exception {
        Coupon undecided = scene.coupon(300);
        Coupon plenty = scene.coupon(Scene.PLENTY);
        List<Told> waited;
        List<Told> hurried;
        long stopped;
        long ended;
        try (Connection operator = scene.database.connect();
                Statement statement = operator.createStatement();
                Comers waiting = new Comers(scene.client, List.of(undecided), WAITING, WAIT_SECONDS);
                Comers hurrying = scene.comersTo(plenty)) {
            operator.setAutoCommit(false);
            statement.executeQuery(
                    "SELECT stock FROM coupon WHERE coupon_id = " + undecided.couponId() + " FOR UPDATE");
            hurrying.awaitTold(System.nanoTime(), 200, Told::isAccepted);

            stopped = System.nanoTime();
            scene.stack.api().stop();
            ended = System.nanoTime();
            waited = waiting.leave();
            hurried = hurrying.leave();
            operator.rollback();
        }
        int exitCode = scene.stack.api().onExit().join();
        scene.stack.api().start();

        assertThat(exitCode).isEqualTo(TERMINATED);
        assertThat(Duration.ofNanos(ended - stopped)).isLessThan(GRACE);
        assertThat(waited).filteredOn(it -> it.wasUnderWayAt(stopped)).hasSize(WAITING);
        assertAnswered(waited, stopped);
        assertAnswered(hurried, stopped);
        List<Told> told = new ArrayList<>(waited);
        told.addAll(hurried);
        scene.assertGuaranteesHold(told);
        scene.tellRecovered(ended);
    }

    private static void assertAnswered(List<Told> told, long stopped) {
        assertThat(told)
                .filteredOn(it -> it.wasUnderWayAt(stopped))
                .extracting(Told::status)
                .doesNotContain(0);
    }
}
