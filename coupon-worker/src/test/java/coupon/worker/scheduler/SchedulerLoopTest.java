package coupon.worker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.store.memory.InMemoryCouponIssueStore;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.consumer.BatchWatchdog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** When the queue is polled. */
class SchedulerLoopTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Long> pollsNanos = new CopyOnWriteArrayList<>();

    @Test
    void there_is_one_poll_per_interval_and_no_more() {
        try (var watchdog = new BatchWatchdog(Duration.ofMinutes(5), () -> {})) {
            var loop = new SchedulerLoop(scheduler(), INTERVAL, 1, watchdog, failure -> {});
            long beforeTheFirst = System.nanoTime();
            loop.start();
            await().until(() -> pollsNanos.size() >= 6);
            loop.stop();

            // Whatever delays a poll: the sixth begins five intervals after the beginning of the first, or later.
            assertThat(Duration.ofNanos(pollsNanos.get(5) - beforeTheFirst))
                    .isGreaterThanOrEqualTo(INTERVAL.multipliedBy(5));
        }
    }

    private CouponIssueScheduler scheduler() {
        return new CouponIssueScheduler(
                new EmptyQueue(),
                new CouponIssueProcessor(new InMemoryCouponIssueStore(), Clock.systemUTC()),
                results -> Mono.empty(),
                new BatchMetrics(registry, Clock.systemUTC()),
                registry);
    }

    private final class EmptyQueue implements CouponIssuePolledQueue {
        @Override
        public Mono<List<PolledRequest>> getNextCouponIssueRequests(int max) {
            pollsNanos.add(System.nanoTime());
            return Mono.just(List.of());
        }

        @Override
        public Mono<Void> acknowledge(List<PolledRequest> decided) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> setAside(PolledRequest undecodable, String reason) {
            return Mono.empty();
        }
    }
}
