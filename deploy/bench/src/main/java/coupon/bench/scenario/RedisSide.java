package coupon.bench.scenario;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.RedisHistory;
import coupon.core.testing.RedisServerView;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import java.nio.file.Path;
import java.util.Set;

/** Redis: one line for all coupons, which forgets; its append-only file remembers. */
final class RedisSide implements QueueSide {
    private static final RedisKeys KEYS = new RedisKeys("coupon-issue", 100_000);

    private final Stack stack;
    private final RedisConnection connection;
    private final RedisCouponIssueQueueService queue;
    private final RedisHistory history;

    /** @param dataDir of the stack */
    RedisSide(Stack stack, Path dataDir) {
        this.stack = stack;
        this.connection = RedisConnection.to("127.0.0.1", stack.redis().port());
        this.queue = new RedisCouponIssueQueueService(connection, KEYS);
        this.history = new RedisHistory(dataDir.resolve("redis/appendonly.aof"));
        RedisServerView.neverRewrites(stack.redis().port());
    }

    @Override
    public CouponIssueQueueService queue() {
        return queue;
    }

    @Override
    public void observe(Evidence evidence, Set<Long> couponIds) {
        RedisServerView.awaitWritten(stack.redis().port());
        var events = new CouponIssueEventCodec();
        var results = new CouponIssueResultCodec();
        history.addedSince(added -> {
            if (added.stream().equals(KEYS.queue())) {
                var place = new QueuePosition(0, added.place());
                DecodedRecord decoded = events.decode(added.field("key"), added.field("value"), place);
                if (!(decoded instanceof Decodable readable)
                        || couponIds.contains(readable.request().event().couponId())) {
                    evidence.logged(place, decoded);
                }
            } else if (added.stream().equals(KEYS.results())) {
                PublishedResult result = results.decode(added.field("value"));
                if (couponIds.contains(result.couponId())) {
                    evidence.published(result);
                }
            }
        });
    }

    /** There is one queue, so it is the worker that runs. */
    @Override
    public AppServer ownerOf(long couponId) {
        return stack.workers().stream().filter(AppServer::isAlive).findFirst().orElseThrow();
    }

    /** One line is not shared. */
    @Override
    public void awaitShared(int workers) {}

    @Override
    public void close() {
        connection.close();
    }
}
