package coupon.api.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UserRatesTest {
    private static final long USER = 7;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may overflow, too
    private final UserRates rates = new UserRates(10, 50, now::get);

    @Test
    void a_burst_passes_and_not_one_request_more() {
        assertThat(admitted(60)).isEqualTo(50);
    }

    @Test
    void in_the_long_run_a_user_has_the_rate() {
        admitted(60);
        pass(Duration.ofMillis(100));
        assertThat(admitted(5)).isEqualTo(1);
        pass(Duration.ofSeconds(3));
        assertThat(admitted(60)).isEqualTo(30);
    }

    @Test
    void a_pause_saves_no_more_than_a_burst() {
        admitted(60);
        pass(Duration.ofHours(1));
        assertThat(admitted(60)).isEqualTo(50);
    }

    @Test
    void one_user_does_not_use_up_what_others_have() {
        admitted(60);
        assertThat(LongStream.rangeClosed(100, 1_000).allMatch(rates::admit)).isTrue();
    }

    @Test
    void requests_at_once_do_not_get_more() {
        assertThat(IntStream.range(0, 1_000)
                        .parallel()
                        .filter(i -> rates.admit(USER))
                        .count())
                .isEqualTo(50);
    }

    @Test
    void a_user_who_has_all_of_a_burst_again_is_forgotten_and_no_other() {
        admitted(3);
        rates.admit(8);
        pass(Duration.ofMillis(100));
        rates.forget();
        assertThat(rates.users()).isEqualTo(1);
        assertThat(admitted(60)).isEqualTo(48);
    }

    private long admitted(int requests) {
        return IntStream.range(0, requests).filter(i -> rates.admit(USER)).count();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
