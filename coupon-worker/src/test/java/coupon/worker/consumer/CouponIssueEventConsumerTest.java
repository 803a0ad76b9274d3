package coupon.worker.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.worker.topic.DeletedRecords;
import coupon.worker.topic.TopicAlerts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a worker whose polls fail. */
class CouponIssueEventConsumerTest {
    private static final Duration POLL_FAILING_MAX = Duration.ofMillis(200);

    private final DecidersFixture fixture = new DecidersFixture();
    private final TopicAlerts alerts = new TopicAlerts(fixture.registry);
    private final FailingPolls polls = new FailingPolls();
    private final CouponIssueEventConsumer consumer = new CouponIssueEventConsumer(
            "events",
            () -> polls,
            fixture.parts(),
            () -> "topic-1",
            new DeletedRecords(alerts, fixture.registry),
            POLL_FAILING_MAX);

    @AfterEach
    void close() {
        consumer.stop();
        fixture.close();
        assertThat(alerts.details()).as("of another topic").isEmpty();
    }

    @Test
    void one_whose_polls_fail_for_ever_is_broken() {
        var failure = new UnsatisfiedLinkError("no zstd here");
        polls.failure = failure;
        consumer.start();

        await().until(() -> !fixture.broken.isEmpty());

        assertThat(fixture.broken).containsOnly(failure);
        assertThat(polls.count).as("tried again before that").hasValueGreaterThan(1);
        assertThat(fixture.retries.trouble()).contains("polling the events topic fails", "no zstd here");
        assertThat(consumer.isRunning()).isTrue();
    }

    @Test
    void one_whose_broker_is_away_waits_however_long_it_takes() {
        polls.failure = new DisconnectException("no broker");
        consumer.start();
        awaitMoreThanTheLongestFailure();

        polls.failure = null;
        await().until(() -> fixture.retries.trouble() == null);
        assertThat(fixture.broken).isEmpty();
    }

    @Test
    void one_whose_polls_work_now_and_then_is_not_broken() {
        polls.failure = new IllegalStateException("a record that cannot be read");
        polls.everySecondWorks = true;
        consumer.start();

        awaitMoreThanTheLongestFailure();
        assertThat(fixture.broken).isEmpty();
    }

    private void awaitMoreThanTheLongestFailure() {
        await().until(() -> polls.count.get() >= 1);
        long began = System.nanoTime();
        await().until(() ->
                System.nanoTime() - began > POLL_FAILING_MAX.multipliedBy(2).toNanos());
        int soFar = polls.count.get();
        await().until(() -> polls.count.get() > soFar + 1);
    }

    private static final class FailingPolls extends MockConsumer<byte[], byte[]> {
        private final AtomicInteger count = new AtomicInteger();
        private volatile @Nullable Throwable failure;
        private volatile boolean everySecondWorks;

        FailingPolls() {
            super("none");
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
            Throwable now = failure;
            if (now == null || (everySecondWorks && count.get() % 2 == 1)) {
                count.incrementAndGet();
                return ConsumerRecords.empty();
            }
            count.incrementAndGet();
            if (now instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) now;
        }
    }
}
