package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.NoBlocking;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** That the watch over all other tests of this module is awake. */
class NoBlockingIT {
    private static final Callable<Boolean> BLOCKING = () -> {
        Thread.sleep(1);
        return true;
    };

    @Test
    void a_blocking_call_on_an_event_loop_of_the_api_is_seen_and_goes_on() throws Exception {
        var loops = ApiUnderTest.shared().bean(ReactorResourceFactory.class).getLoopResources();

        Future<Boolean> blocked = loops.onServer(true).next().submit(BLOCKING);

        assertThat(blocked.get()).isTrue();
        assertThat(NoBlocking.takeSeen())
                .singleElement()
                .satisfies(seen -> assertThat(seen).hasCauseInstanceOf(BlockingOperationError.class));
    }

    @Test
    void a_blocking_call_when_a_time_is_up_is_seen() {
        assertThat(Mono.fromCallable(BLOCKING)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isTrue();
        assertThat(NoBlocking.takeSeen())
                .singleElement()
                .satisfies(seen -> assertThat(seen).hasCauseInstanceOf(BlockingOperationError.class));
    }

    @Test
    void a_blocking_call_where_that_is_allowed_is_none() {
        assertThat(Mono.fromCallable(BLOCKING)
                        .subscribeOn(Schedulers.boundedElastic())
                        .block())
                .isTrue();
        assertThat(NoBlocking.takeSeen()).isEmpty();
    }
}
