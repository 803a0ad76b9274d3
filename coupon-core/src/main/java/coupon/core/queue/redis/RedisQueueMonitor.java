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
                .onErrorMap(RedisQueueMonitor::unavailable)
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
        return state().flatMap(state -> oldestAcceptedAt(state).map(oldest -> lag(state, oldest)))
                .onErrorMap(RedisQueueMonitor::unavailable);
    }

    /** Of this coupon alone: they are counted as they come and go. */
    @Override
    public Mono<Long> queueSize(long couponId) {
        return redis.ask(commands -> commands.hget(keys.sizes(), CouponIssueEvent.partitionKey(couponId)))
                .map(number -> Long.parseLong(ascii(number)))
                .defaultIfEmpty(0L)
                .onErrorMap(RedisQueueMonitor::unavailable);
    }

    /** Fails also if Redis answers and could not accept a request now. */
    private Mono<State> state() {
        return RedisScript.STATE
                .<List<Long>>run(redis, keys.ofQueue())
                .map(numbers -> new State(numbers.get(0), numbers.get(1), numbers.get(2)));
    }

    private GroupLag lag(State state, Optional<Instant> oldest) {
        return new GroupLag(
                GROUP,
                keys.queue(),
                List.of(new PartitionLag(
                        StreamIds.PARTITION,
                        state.end(),
                        state.firstUndecided(),
                        state.waiting(),
                        null,
                        null,
                        oldest.orElse(null))));
    }

    /** When Redis added the first request that waits, whether or not a scheduler has taken it. */
    private Mono<Optional<Instant>> oldestAcceptedAt(State state) {
        return state.waiting() == 0
                ? Mono.just(Optional.empty())
                : redis.ask(commands -> commands.xrange(keys.queue(), Range.unbounded(), Limit.from(1)))
                        .map(RedisQueueMonitor::timeOfFirst);
    }

    /** Empty for a foreign entry, which is not an accepted request. */
    private static Optional<Instant> timeOfFirst(List<StreamMessage<String, byte[]>> entries) {
        return entries.stream()
                .findFirst()
                .map(first -> first.getBody().get("at"))
                .map(RedisQueueMonitor::ascii)
                .filter(at -> at.matches("\\d{1,15}"))
                .map(at -> Instant.ofEpochMilli(Long.parseLong(at)));
    }

    private static void warn(List<String> info) {
        if (info.contains("aof_enabled:0")) {
            log.warn("this Redis keeps no append-only file: accepted requests are lost when it ends");
        }
        if (!info.contains("maxmemory_policy:noeviction") && !info.contains("maxmemory:0")) {
            log.warn("this Redis evicts keys when its memory is full: accepted requests may be among them");
        }
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static QueueUnavailableException unavailable(Throwable failure) {
        return new QueueUnavailableException("the queue does not answer", failure);
    }

    /**
     * @param firstUndecided the position of the oldest request that is not acknowledged, or else {@code end}
     * @param end the position that the next request will get
     * @param waiting how many are not acknowledged
     */
    private record State(long firstUndecided, long end, long waiting) {}
}
