package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;

import coupon.core.domain.QueuePosition;
import java.util.List;
import reactor.core.publisher.Mono;

/** The end of the line, where requests are put, and its state as a whole. */
final class RedisLine {
    /** There is one line, whoever asks for what. */
    static final int PARTITION = 0;

    private final RedisConnection redis;
    private final RedisKeys keys;

    RedisLine(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Puts a record at the end, in one round trip; one whose event is in line already stays where it is.
     *
     * @param eventId empty if the record has none
     */
    Mono<QueuePosition> add(String eventId, String key, byte[] value) {
        return RedisScript.ADD
                .<Long>run(
                        redis,
                        List.of(keys.line(), keys.sequence(), keys.places(), keys.sizes()),
                        bytes(eventId),
                        bytes(key),
                        value)
                .map(place -> new QueuePosition(PARTITION, place));
    }

    /** Fails also if Redis answers and could not take a request now. */
    Mono<State> state() {
        return RedisScript.STATE
                .<List<Long>>run(redis, List.of(keys.line(), keys.sequence()))
                .map(numbers -> new State(numbers.get(0), numbers.get(1), numbers.get(2)));
    }

    /**
     * @param firstUndecided the place of the oldest that is not acknowledged, or else {@code end}
     * @param end the place that the next request will get
     * @param waiting how many are not acknowledged
     */
    record State(long firstUndecided, long end, long waiting) {}
}
