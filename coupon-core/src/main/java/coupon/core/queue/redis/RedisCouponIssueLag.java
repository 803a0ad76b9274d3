package coupon.core.queue.redis;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Mono;

/** How much is in line: all of it as one partition that belongs to nobody, because any scheduler takes the oldest. */
public final class RedisCouponIssueLag implements CouponIssueLag {
    private static final String GROUP = "coupon-issue-scheduler";

    private final RedisConnection redis;
    private final RedisKeys keys;
    private final RedisLine line;

    public RedisCouponIssueLag(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
        this.line = new RedisLine(redis, keys);
    }

    @Override
    public Mono<GroupLag> lag() {
        return line.state()
                .map(state -> new GroupLag(
                        GROUP,
                        keys.line(),
                        List.of(new PartitionLag(
                                RedisLine.PARTITION,
                                state.end(),
                                state.firstUndecided(),
                                state.waiting(),
                                null,
                                null))))
                .onErrorMap(RedisCouponIssueLag::unavailable);
    }

    /** Of this coupon alone: they are counted as they come and go. */
    @Override
    public Mono<Long> queueSize(long couponId) {
        return redis.ask(commands -> commands.hget(keys.sizes(), CouponIssueEvent.partitionKey(couponId)))
                .map(number -> Long.parseLong(new String(number, StandardCharsets.US_ASCII)))
                .defaultIfEmpty(0L)
                .onErrorMap(RedisCouponIssueLag::unavailable);
    }

    private static QueueUnavailableException unavailable(Throwable failure) {
        return new QueueUnavailableException("the queue does not answer", failure);
    }
}
