package coupon.local;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.local.Supervisor.BackOff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Duration CRASHED_AT_ONCE = Duration.ofMillis(5);

    @Test
    void doubles_from_a_second_to_thirty() {
        Duration wait = Duration.ZERO;
        StringBuilder waits = new StringBuilder();
        for (int restart = 0; restart < 7; restart++) {
            wait = BackOff.DEFAULT.after(wait, CRASHED_AT_ONCE);
            waits.append(wait.toSeconds()).append(' ');
        }
        assertThat(waits.toString()).isEqualTo("1 2 4 8 16 30 30 ");
    }

    @Test
    void begins_again_after_the_process_has_stayed_up() {
        assertThat(BackOff.DEFAULT.after(Duration.ofSeconds(30), Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(1));
    }
}
