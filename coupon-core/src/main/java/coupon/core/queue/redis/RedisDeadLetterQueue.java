package coupon.core.queue.redis;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The dead letters as a stream. */
public final class RedisDeadLetterQueue implements DeadLetterQueue {
    private static final int TEXT_LENGTH_MAX = 1_000;

    private final RedisConnection redis;
    private final RedisKeys keys;

    public RedisDeadLetterQueue(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public Flux<DeadLetter> newest(int max) {
        return redis.ask(commands -> commands.xrevrange(keys.deadLetters(), Range.unbounded(), Limit.from(max)))
                .onErrorMap(RedisDeadLetterQueue::unavailable)
                .flatMapIterable(letters -> letters)
                .map(RedisDeadLetterQueue::deadLetter);
    }

    @Override
    public Mono<QueuePosition> replay(QueuePosition position) {
        if (position.partition() != StreamIds.PARTITION) {
            return Mono.empty();
        }
        String id = StreamIds.of(position.offset());
        return redis.ask(commands -> commands.xrange(keys.deadLetters(), Range.create(id, id)))
                .onErrorMap(RedisDeadLetterQueue::unavailable)
                .flatMapIterable(letters -> letters)
                .next()
                .flatMap(letter -> RedisCouponIssueQueueService.add(
                        redis,
                        keys,
                        field(letter, "event"),
                        field(letter, "key"),
                        letter.getBody().getOrDefault("value", new byte[0])));
    }

    private static DeadLetter deadLetter(StreamMessage<String, byte[]> letter) {
        String origin = field(letter, "origin");
        String at = field(letter, "at");
        return new DeadLetter(
                StreamIds.position(letter.getId()),
                origin.matches("\\d{1,19}-\\d+") ? StreamIds.position(origin) : null,
                text(letter, "key"),
                text(letter, "value"),
                Objects.requireNonNullElse(text(letter, "reason"), "unknown"),
                Instant.ofEpochMilli(at.matches("\\d{1,15}") ? Long.parseLong(at) : 0));
    }

    /** Whole; empty if there is none. */
    private static String field(StreamMessage<String, byte[]> letter, String name) {
        return new String(letter.getBody().getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    /** The beginning; null if there is none. */
    private static @Nullable String text(StreamMessage<String, byte[]> letter, String name) {
        byte[] bytes = letter.getBody().get(name);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, 0, Math.min(bytes.length, TEXT_LENGTH_MAX), StandardCharsets.UTF_8);
        return bytes.length > TEXT_LENGTH_MAX ? text + "…" : text;
    }

    private static QueueUnavailableException unavailable(Throwable failure) {
        return new QueueUnavailableException("the queue does not answer", failure);
    }
}
