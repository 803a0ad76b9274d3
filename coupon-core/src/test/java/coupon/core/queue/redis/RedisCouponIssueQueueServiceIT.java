package coupon.core.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueQueueServiceContract;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.wire.DecodedRecord;
import coupon.local.server.RedisServer;
import coupon.local.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisCouponIssueQueueServiceIT extends CouponIssueQueueServiceContract {
    @Test
    void a_request_that_is_queued_already_keeps_its_position() {
        try (TestRedis redis = TestRedis.create()) {
            CouponIssueEvent event = event(1, 16);
            QueuePosition position = redis.service.addCouponIssueRequest(event).block();
            redis.service.addCouponIssueRequest(event(1, 17)).block();

            assertThat(redis.service.addCouponIssueRequest(event).block()).isEqualTo(position);

            assertThat(redis.monitor.queueSize(1).block()).isEqualTo(2);
        }
    }

    @Test
    void nothing_acknowledged_is_lost_when_redis_is_killed() {
        try (RedisServer server = TestRedis.startServer();
                TestRedis redis = TestRedis.on(server)) {
            QueuePosition first =
                    redis.service.addCouponIssueRequest(event(1, 16)).block();

            server.kill();
            assertThatThrownBy(() ->
                            redis.service.addCouponIssueRequest(event(1, 17)).block())
                    .as("refused, or not known to be accepted if the connection is not yet known to be broken")
                    .isInstanceOfAny(QueueUnavailableException.class, QueueAcknowledgementUnknownException.class);
            server.start();

            CouponIssueEvent next = event(1, 18); // however often it is tried: an answer may have been lost
            await().atMost(TestRedis.STEP_MAX)
                    .ignoreExceptions()
                    .until(() -> redis.service.addCouponIssueRequest(next).block() != null);
            assertThat(redis.service.getNextCouponIssueRequests(10).block())
                    .extracting(PolledRequest::position)
                    .startsWith(first)
                    .hasSize(2);
        }
    }

    @Test
    void a_redis_that_may_not_write_certainly_queues_nothing() {
        try (RedisServer server = TestRedis.startServer();
                TestRedis redis = TestRedis.on(server)) {
            redis.connection
                    .ask(commands -> commands.configSet("min-replicas-to-write", "1"))
                    .block();

            assertThatThrownBy(() ->
                            redis.service.addCouponIssueRequest(event(1, 16)).block())
                    .isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> redis.monitor.check().block())
                    .as("the watch notices as well")
                    .hasMessageContaining("NOREPLICAS");

            redis.connection
                    .ask(commands -> commands.configSet("min-replicas-to-write", "0"))
                    .block();
            assertThat(redis.monitor.queueSize(1).block()).isZero();
        }
    }

    @Test
    void without_a_server_it_is_refused_at_once() {
        try (TestRedis redis = TestRedis.nowhere()) {
            long began = System.nanoTime();
            assertThatThrownBy(() ->
                            redis.service.addCouponIssueRequest(event(1, 16)).block())
                    .isInstanceOf(QueueUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Override
    protected QueueUnderTest newQueue() {
        return new RedisQueue(TestRedis.create());
    }

    @Override
    protected QueueUnderTest queueNowhere() {
        return new RedisQueue(TestRedis.nowhere());
    }

    @Override
    protected ServerProcess startServer() {
        return TestRedis.startServer();
    }

    @Override
    protected QueueUnderTest newQueueOn(ServerProcess server) {
        return new RedisQueue(TestRedis.on((RedisServer) server));
    }

    private record RedisQueue(TestRedis redis) implements QueueUnderTest {
        @Override
        public CouponIssueQueueService service() {
            return redis.service;
        }

        @Override
        public List<DecodedRecord> waiting(int atLeast) {
            return await().atMost(TestRedis.STEP_MAX)
                    .ignoreExceptions()
                    .until(this::line, line -> line.size() >= atLeast);
        }

        private List<DecodedRecord> line() {
            return redis.service.getNextCouponIssueRequests(1_000).blockOptional().orElseThrow().stream()
                    .map(PolledRequest::content)
                    .toList();
        }

        @Override
        public void close() {
            redis.close();
        }
    }
}
