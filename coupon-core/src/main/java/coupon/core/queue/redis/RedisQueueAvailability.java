package coupon.core.queue.redis;

import coupon.core.queue.QueueAvailability;
import reactor.core.publisher.Mono;

/** Whether the line could be written to. */
public final class RedisQueueAvailability implements QueueAvailability {
    private final RedisLine line;

    public RedisQueueAvailability(RedisConnection redis, RedisKeys keys) {
        this.line = new RedisLine(redis, keys);
    }

    @Override
    public Mono<Void> check() {
        return line.state().then();
    }
}
