package coupon.core.queue.redis;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueMonitorContract;
import coupon.core.queue.QueueUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisQueueMonitorIT extends QueueMonitorContract {
    private final TestRedis redis = TestRedis.create();

    @AfterEach
    void close() {
        redis.close();
    }

    @Override
    protected QueueMonitor monitor() {
        return redis.monitor;
    }

    @Override
    protected Class<? extends Throwable> noAnswer() {
        return QueueUnavailableException.class;
    }

    @Override
    protected void withoutServer(Consumer<QueueMonitor> test) {
        try (TestRedis nowhere = TestRedis.nowhere()) {
            test.accept(nowhere.monitor);
        }
    }

    @Override
    protected QueuePosition add() {
        return add(1);
    }

    @Override
    protected void decide(QueuePosition position) {
        List<PolledRequest> decided =
                redis.service.getNextCouponIssueRequests(10).blockOptional().orElseThrow().stream()
                        .filter(request -> request.position().offset() <= position.offset())
                        .toList();
        redis.service.acknowledge(decided).block();
    }

    @Test
    void the_requests_of_all_coupons_are_one_queue_and_counted_by_coupon() {
        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 1L));
        QueuePosition first = add(1);
        assertThat(first).isEqualTo(new QueuePosition(0, 1));
        assertThat(add(2)).isEqualTo(new QueuePosition(0, 2));
        decide(first);

        assertThat(redis.monitor.committed().block()).isEqualTo(Map.of(0, 2L));
        assertThat(lag().totalLag()).isEqualTo(1);
        assertThat(lag().partitions()).hasSize(1);
        assertThat(redis.monitor.queueSize(1).block()).isZero();
        assertThat(redis.monitor.queueSize(2).block()).isEqualTo(1);
    }

    @Test
    void the_oldest_undecided_is_the_first_in_the_queue_taken_or_not_and_waits_since_it_was_accepted() {
        assertThat(oldest()).isEmpty();
        Instant before = redisTime();
        var event = new CouponIssueEvent(UUID.randomUUID(), 16, 1, NOON);
        QueuePosition first =
                redis.service.addCouponIssueRequest(event).blockOptional().orElseThrow();
        Instant accepted = oldest().orElseThrow();
        assertThat(accepted).isBetween(before, redisTime());
        await().until(() -> redisTime().isAfter(accepted));
        QueuePosition second = add(2);
        redis.service.addCouponIssueRequest(event).block(); // again: it stays where it is, and since when

        redis.service.getNextCouponIssueRequests(1).block();
        assertThat(oldest()).as("taken and not decided").contains(accepted);
        decide(first);
        assertThat(redis.service.getNextCouponIssueRequests(1).block())
                .extracting(PolledRequest::position)
                .containsExactly(second);
        assertThat(oldest().orElseThrow()).isAfter(accepted);
        decide(second);

        assertThat(oldest()).isEmpty();
    }

    private QueuePosition add(long couponId) {
        return redis.service
                .addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 17, couponId, NOON))
                .blockOptional()
                .orElseThrow();
    }

    private Optional<Instant> oldest() {
        return Optional.ofNullable(lag().partitions().get(0).oldestAcceptedAt());
    }

    private Instant redisTime() {
        List<byte[]> secondsAndMicros = redis.connection
                .ask(commands -> commands.time())
                .blockOptional()
                .orElseThrow();
        return Instant.ofEpochSecond(number(secondsAndMicros.get(0)))
                .plus(number(secondsAndMicros.get(1)) / 1_000, ChronoUnit.MILLIS);
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
