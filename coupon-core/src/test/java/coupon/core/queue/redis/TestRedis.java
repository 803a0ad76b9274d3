package coupon.core.queue.redis;

import coupon.core.domain.QueuePosition;
import coupon.core.testing.TestServers;
import coupon.local.server.RedisServer;
import java.time.Duration;
import java.util.UUID;

/** A queue under a name of one test's own, with all its parts. */
final class TestRedis implements AutoCloseable {
    static final Duration STEP_MAX = Duration.ofSeconds(30);

    final int port;
    final RedisConnection connection;
    final RedisKeys keys = new RedisKeys("t-" + UUID.randomUUID(), 100_000);
    final RedisCouponIssueQueueService service;
    final RedisQueueMonitor monitor;

    private TestRedis(int port) {
        this.port = port;
        connection = connect();
        service = new RedisCouponIssueQueueService(connection, keys);
        monitor = new RedisQueueMonitor(connection, keys);
    }

    /** Another connection; the caller closes it. */
    RedisConnection connect() {
        return RedisConnection.to("127.0.0.1", port);
    }

    /** Queues a record that cannot be decoded, with the key of coupon 1. */
    QueuePosition addPoison(String value) {
        return service.add("", "coupon-1", RedisScript.bytes(value))
                .blockOptional()
                .orElseThrow();
    }

    static TestRedis create() {
        return new TestRedis(TestServers.redisPort());
    }

    static TestRedis on(RedisServer server) {
        return new TestRedis(server.port());
    }

    static TestRedis nowhere() {
        return new TestRedis(1);
    }

    static RedisServer startServer() {
        RedisServer server = TestServers.ownRedis();
        server.start();
        return server;
    }

    @Override
    public void close() {
        connection.close();
    }
}
