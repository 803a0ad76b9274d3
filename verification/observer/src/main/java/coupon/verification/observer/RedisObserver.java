package coupon.verification.observer;

import coupon.core.domain.Coupon;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.testing.RedisHistory;
import coupon.core.testing.RedisServerView;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import coupon.verification.testkit.client.CouponClient;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;

/** With Redis as queue: one queue for all coupons, which forgets; its append-only file remembers. */
public final class RedisObserver extends SystemObserver {
    /** As the applications have them by default. */
    public static final RedisKeys KEYS = new Binder().bindOrCreate("app.queue.redis", RedisKeys.class);

    private final RedisHistory history;

    /** @param dataDir of the stack */
    public RedisObserver(Stack stack, Path dataDir) {
        super(stack, new CouponClient(stack.apiUrl()));
        history = new RedisHistory(dataDir.resolve("redis/appendonly.aof"));
        RedisServerView.neverRewrites(stack.redis().port());
    }

    /** There is one queue, so it is the worker that runs. */
    @Override
    public AppServer ownerOf(Coupon coupon) {
        return stack.workers().stream().filter(AppServer::isAlive).findFirst().orElseThrow();
    }

    /** One queue is not shared. */
    @Override
    public void awaitOwners(int workers) {}

    @Override
    void addQueue(Evidence evidence) {
        RedisServerView.awaitWritten(stack.redis().port());
        history.addedSince(added -> {
            if (added.stream().equals(KEYS.queue())) {
                addRequest(evidence, added.field("key"), added.field("value"), new QueuePosition(0, added.position()));
            } else if (added.stream().equals(KEYS.results())) {
                addResult(evidence, added.field("value"));
            }
        });
    }
}
