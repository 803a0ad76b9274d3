package coupon.core.queue.redis;

import coupon.core.queue.GroupLag;
import coupon.core.queue.OldestUndecided;
import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads the beginning of the line, in one round trip, and none if nobody waits. Whoever is taken by a scheduler stays
 * there until decided. The time is the one at which Redis took the request into the line.
 */
public final class RedisOldestUndecided implements OldestUndecided {
    private final RedisConnection redis;
    private final RedisKeys keys;

    public RedisOldestUndecided(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public Mono<Map<Integer, Instant>> acceptedAt(GroupLag lag) {
        return lag.totalLag() == 0
                ? Mono.just(Map.of())
                : redis.ask(commands -> commands.xrange(keys.line(), Range.unbounded(), Limit.from(1)))
                        .map(RedisOldestUndecided::timeOfFirst)
                        .onErrorMap(failure -> new QueueUnavailableException("the queue does not answer", failure));
    }

    private static Map<Integer, Instant> timeOfFirst(List<StreamMessage<String, byte[]>> line) {
        byte @Nullable [] acceptedAt =
                line.isEmpty() ? null : line.get(0).getBody().get("at");
        return acceptedAt == null // not put there by the queue, so nobody was promised anything
                ? Map.of()
                : Map.of(
                        RedisLine.PARTITION,
                        Instant.ofEpochMilli(Long.parseLong(new String(acceptedAt, StandardCharsets.US_ASCII))));
    }
}
