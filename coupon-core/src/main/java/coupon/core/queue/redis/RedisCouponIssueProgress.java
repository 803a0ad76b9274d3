package coupon.core.queue.redis;

import coupon.core.queue.CouponIssueProgress;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The oldest request that is still in line: what is before it is decided and published. */
public final class RedisCouponIssueProgress implements CouponIssueProgress {
    private final RedisLine line;

    public RedisCouponIssueProgress(RedisConnection redis, RedisKeys keys) {
        this.line = new RedisLine(redis, keys);
    }

    @Override
    public Mono<Map<Integer, Long>> firstUndecided() {
        return line.state().map(state -> Map.of(RedisLine.PARTITION, state.firstUndecided()));
    }
}
