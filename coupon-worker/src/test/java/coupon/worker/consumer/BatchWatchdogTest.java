package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchWatchdogTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_batch_that_hangs_ends_the_worker() {
        try (var watchdog = new BatchWatchdog(Duration.ZERO, ended::incrementAndGet)) {
            watchdog.begin();

            await().untilAsserted(() -> assertThat(ended).hasPositiveValue());
        }
    }

    @Test
    void a_batch_that_is_done_or_has_failed_does_not_hang() {
        try (var watchdog = new BatchWatchdog(Duration.ofMinutes(5), ended::incrementAndGet)) {
            watchdog.bindTo(registry);
            watchdog.begin();
            assertThat(runningNanos()).isPositive();

            watchdog.end();
            assertThat(runningNanos()).isZero();
        }
    }

    @Test
    void the_batches_of_several_partitions_are_watched_by_themselves() throws Exception {
        try (var watchdog = new BatchWatchdog(Duration.ofMinutes(5), ended::incrementAndGet)) {
            watchdog.bindTo(registry);
            watchdog.begin();
            Thread other = new Thread(() -> {
                watchdog.begin();
                watchdog.end();
            });
            other.start();
            other.join();

            assertThat(runningNanos()).isPositive();
        }
    }

    private double runningNanos() {
        return registry.get("coupon.batch.running").timeGauge().value(TimeUnit.NANOSECONDS);
    }
}
