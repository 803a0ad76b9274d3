package coupon.core.queue.redis;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stream of dead letters. */
public final class RedisDeadLetterQueue implements DeadLetterQueue {
    private static final int TEXT_LENGTH_MAX = 1_000;

    private final RedisConnection redis;
    private final RedisKeys keys;
    private final RedisLine line;

    public RedisDeadLetterQueue(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
        this.line = new RedisLine(redis, keys);
    }

    @Override
    public Flux<DeadLetter> newest(int max) {
        return redis.ask(commands -> commands.xrevrange(keys.deadLetters(), Range.unbounded(), Limit.from(max)))
                .onErrorMap(RedisDeadLetterQueue::unavailable)
                .flatMapIterable(letters -> letters)
                .map(RedisDeadLetterQueue::deadLetter);
    }

    @Override
    public Mono<QueuePosition> replay(QueuePosition place) {
        if (place.partition() != RedisLine.PARTITION) {
            return Mono.empty();
        }
        String id = StreamIds.of(place.offset());
        return redis.ask(commands -> commands.xrange(keys.deadLetters(), Range.create(id, id)))
                .onErrorMap(RedisDeadLetterQueue::unavailable)
                .flatMapIterable(letters -> letters)
                .next()
                .flatMap(this::addAgain);
    }

    private Mono<QueuePosition> addAgain(StreamMessage<String, byte[]> letter) {
        byte[] value = letter.getBody().get("value");
        return line.add(textOrEmpty(letter, "event"), textOrEmpty(letter, "key"), value == null ? new byte[0] : value)
                .onErrorMap(failure -> failure instanceof QueueUnavailableException
                                || failure instanceof RedisCommandExecutionException
                        ? unavailable(failure)
                        : new QueueAcknowledgementUnknownException("no acknowledgement of the queue in time", failure));
    }

    private static DeadLetter deadLetter(StreamMessage<String, byte[]> letter) {
        String reason = text(letter, "reason");
        String origin = text(letter, "origin");
        String at = text(letter, "at");
        return new DeadLetter(
                position(letter.getId()),
                origin == null ? null : position(origin),
                text(letter, "key"),
                text(letter, "value"),
                reason == null ? "unknown" : reason,
                Instant.ofEpochMilli(at == null ? 0 : Long.parseLong(at)));
    }

    private static QueuePosition position(String streamId) {
        return new QueuePosition(RedisLine.PARTITION, StreamIds.place(streamId));
    }

    private static String textOrEmpty(StreamMessage<String, byte[]> letter, String field) {
        byte[] bytes = letter.getBody().get(field);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable String text(StreamMessage<String, byte[]> letter, String field) {
        byte[] bytes = letter.getBody().get(field);
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
