package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class BatchWatchdogTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void a_batch_that_hangs_ends_the_worker() {
        try (var watchdog = new BatchWatchdog(Duration.ZERO, ended::incrementAndGet)) {
            watchdog.intercept(ConsumerRecords.empty(), consumer);

            await().untilAsserted(() -> assertThat(ended).hasPositiveValue());
        }
    }

    @Test
    void batches_that_are_done_or_have_failed_do_not_hang() {
        try (var watchdog = new BatchWatchdog(Duration.ZERO, ended::incrementAndGet)) {
            watchdog.intercept(ConsumerRecords.empty(), consumer);
            watchdog.success(ConsumerRecords.empty(), consumer);
            assertThat(watchdog.isIdle()).isTrue();

            watchdog.intercept(ConsumerRecords.empty(), consumer);
            watchdog.failure(ConsumerRecords.empty(), new IllegalStateException(), consumer);
            assertThat(watchdog.isIdle()).isTrue();
        }
    }
}
