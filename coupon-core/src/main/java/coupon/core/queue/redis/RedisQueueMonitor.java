package coupon.core.queue.redis;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.GroupLag;
import coupon.core.queue.GroupLag.PartitionLag;
import coupon.core.queue.QueueMonitor;
import coupon.core.queue.QueueUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The queue is one partition for all coupons, without an owner: any scheduler takes the oldest requests. */
public final class RedisQueueMonitor implements QueueMonitor {
    private static final Logger log = LoggerFactory.getLogger(RedisQueueMonitor.class);
    private static final String GROUP = "coupon-issue-scheduler";

    private final RedisConnection redis;
    private final RedisKeys keys;

    public RedisQueueMonitor(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Warns of settings that threaten accepted requests. The first request creates the keys. */
    @Override
    public Mono<Void> prepare() {
        return redis.ask(commands -> commands.info())
                .map(info -> info.lines().toList())
                .doOnNext(RedisQueueMonitor::warn)
                .onErrorMap(QueueUnavailableException::noAnswer)
                .then();
    }

    @Override
    public Mono<Void> check() {
        return state().then();
    }

    @Override
    public Mono<Map<Integer, Long>> committed() {
        return state().map(state -> Map.of(StreamIds.PARTITION, state.firstUndecided()));
    }

    @Override
    public Mono<GroupLag> lag() {
        return state().map(state -> new GroupLag(GROUP, keys.queue(), List.of(state.lag())))
                .onErrorMap(QueueUnavailableException::noAnswer);
    }

    /** Of this coupon alone: they are counted as they come and go. */
    @Override
    public Mono<Long> queueSize(long couponId) {
        return redis.ask(commands -> commands.hget(keys.sizes(), CouponIssueEvent.partitionKey(couponId)))
                .map(number -> Long.parseLong(new String(number, StandardCharsets.US_ASCII)))
                .defaultIfEmpty(0L)
                .onErrorMap(QueueUnavailableException::noAnswer);
    }

    /** Fails also if Redis answers and could not accept a request now. */
    private Mono<State> state() {
        return RedisScript.STATE
                .<List<Long>>run(redis, keys.ofQueue())
                .map(numbers -> new State(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3)));
    }

    private static void warn(List<String> info) {
        if (info.contains("aof_enabled:0")) {
            log.warn("this Redis keeps no append-only file: accepted requests are lost when it ends");
        }
        if (!info.contains("maxmemory_policy:noeviction") && !info.contains("maxmemory:0")) {
            log.warn("this Redis evicts keys when its memory is full: accepted requests may be among them");
        }
    }

    /**
     * @param firstUndecided the position of the oldest request that is not acknowledged, or else {@code end}
     * @param end the position that the next request will get
     * @param waiting how many are not acknowledged
     * @param oldestMillis when the oldest was accepted, in milliseconds since the epoch; 0 if that is not known
     */
    private record State(long firstUndecided, long end, long waiting, long oldestMillis) {
        PartitionLag lag() {
            Instant oldest = oldestMillis == 0 ? null : Instant.ofEpochMilli(oldestMillis);
            return new PartitionLag(StreamIds.PARTITION, end, firstUndecided, waiting, null, null, oldest);
        }
    }
}
