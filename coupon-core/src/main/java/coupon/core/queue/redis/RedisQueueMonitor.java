package coupon.core.queue.redis;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** One partition for all coupons, which belongs to nobody: any scheduler takes the oldest requests. */
public final class RedisQueueMonitor implements QueueMonitor {
    private static final String GROUP = "coupon-issue-scheduler";

    private final RedisConnection redis;
    private final RedisKeys keys;
    private final RedisLine line;

    public RedisQueueMonitor(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
        this.line = new RedisLine(redis, keys);
    }

    /** The first request makes what it needs. */
    @Override
    public Mono<Void> prepare() {
        return Mono.empty();
    }

    @Override
    public Mono<Void> check() {
        return line.state().then();
    }

    @Override
    public Mono<Map<Integer, Long>> committed() {
        return line.state().map(state -> Map.of(RedisLine.PARTITION, state.firstUndecided()));
    }

    @Override
    public Mono<GroupLag> lag() {
        return line.state()
                .flatMap(state -> oldestAcceptedAt(state).map(oldest -> lag(state, oldest)))
                .onErrorMap(RedisQueueMonitor::unavailable);
    }

    /** Of this coupon alone: they are counted as they come and go. */
    @Override
    public Mono<Long> queueSize(long couponId) {
        return redis.ask(commands -> commands.hget(keys.sizes(), CouponIssueEvent.partitionKey(couponId)))
                .map(number -> Long.parseLong(new String(number, StandardCharsets.US_ASCII)))
                .defaultIfEmpty(0L)
                .onErrorMap(RedisQueueMonitor::unavailable);
    }

    private GroupLag lag(RedisLine.State state, Optional<Instant> oldest) {
        return new GroupLag(
                GROUP,
                keys.line(),
                List.of(new PartitionLag(
                        RedisLine.PARTITION,
                        state.end(),
                        state.firstUndecided(),
                        state.waiting(),
                        null,
                        null,
                        oldest.orElse(null))));
    }

    /** When Redis added the first request that waits, whether or not a scheduler has taken it. */
    private Mono<Optional<Instant>> oldestAcceptedAt(RedisLine.State state) {
        return state.waiting() == 0
                ? Mono.just(Optional.empty())
                : redis.ask(commands -> commands.xrange(keys.line(), Range.unbounded(), Limit.from(1)))
                        .map(RedisQueueMonitor::timeOfFirst);
    }

    /** Empty for a record that was not added by the queue, so nobody was promised anything. */
    private static Optional<Instant> timeOfFirst(List<StreamMessage<String, byte[]>> records) {
        return records.stream()
                .findFirst()
                .map(first -> first.getBody().get("at"))
                .map(at -> Instant.ofEpochMilli(Long.parseLong(new String(at, StandardCharsets.US_ASCII))));
    }

    private static QueueUnavailableException unavailable(Throwable failure) {
        return new QueueUnavailableException("the queue does not answer", failure);
    }
}
