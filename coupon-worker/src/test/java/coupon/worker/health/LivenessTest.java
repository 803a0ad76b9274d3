package coupon.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;

class LivenessTest {
    private final List<Object> published = new ArrayList<>();
    private final Liveness liveness = new Liveness(published::add);

    @Test
    void a_worker_that_will_not_decide_again_is_not_alive_and_says_so_once() {
        liveness.accept(new UnsatisfiedLinkError("no zstd here"));
        liveness.accept(new UnsatisfiedLinkError("no zstd here"));

        assertThat(published)
                .singleElement()
                .isInstanceOfSatisfying(
                        AvailabilityChangeEvent.class,
                        change -> assertThat(change.getState()).isEqualTo(LivenessState.BROKEN));
    }
}
