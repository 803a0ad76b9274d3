package coupon.bench.scenario;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.testing.RedisHistory;
import coupon.core.testing.RedisServerView;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import java.nio.file.Path;

/** Redis: one queue for all coupons, which forgets; its append-only file remembers. */
final class RedisSide implements QueueSide {
    private static final RedisKeys KEYS = new RedisKeys("coupon-issue", 100_000);

    private final Stack stack;
    private final RedisConnection connection;
    private final RedisCouponIssueQueueService service;
    private final RedisHistory history;

    /** @param dataDir of the stack */
    RedisSide(Stack stack, Path dataDir) {
        this.stack = stack;
        this.connection = RedisConnection.to("127.0.0.1", stack.redis().port());
        this.service = new RedisCouponIssueQueueService(connection, KEYS);
        this.history = new RedisHistory(dataDir.resolve("redis/appendonly.aof"));
        RedisServerView.neverRewrites(stack.redis().port());
    }

    @Override
    public CouponIssueQueueService service() {
        return service;
    }

    @Override
    public void show(Observer observer) {
        RedisServerView.awaitWritten(stack.redis().port());
        history.addedSince(added -> {
            if (added.stream().equals(KEYS.queue())) {
                observer.event(added.field("key"), added.field("value"), new QueuePosition(0, added.place()));
            } else if (added.stream().equals(KEYS.results())) {
                observer.result(added.field("value"));
            }
        });
    }

    /** There is one queue, so it is the worker that runs. */
    @Override
    public AppServer ownerOf(long couponId) {
        return stack.workers().stream().filter(AppServer::isAlive).findFirst().orElseThrow();
    }

    /** One queue is not shared. */
    @Override
    public void awaitShared(int workers) {}

    @Override
    public void close() {
        connection.close();
    }
}
