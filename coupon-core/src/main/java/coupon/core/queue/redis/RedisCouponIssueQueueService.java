package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;
import static java.util.Objects.requireNonNullElse;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The queue as a stream in Redis: its entries are read as they are, and removed when they are decided, or moved to a
 * second stream, the dead letters.
 *
 * <p>An acknowledged request is as durable as this Redis writes: with {@code appendfsync always} none is lost; with {@code
 * everysec} a machine that loses power loses up to about a second of them, and a killed Redis may lose some.
 *
 * <p>The receipt of a polled request consists of the entry's id and the event's id: an id alone could be another event's
 * after Redis has lost its data.
 */
public final class RedisCouponIssueQueueService
        implements CouponIssueQueueService, CouponIssuePolledQueue, DeadLetterQueue {
    private static final int WARM_UP_EVENTS = 500;
    private static final int WARM_UP_EVENTS_AT_ONCE = 8;

    private final RedisConnection redis;
    private final RedisKeys keys;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    public RedisCouponIssueQueueService(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public Mono<QueuePosition> addCouponIssueRequest(CouponIssueEvent event) {
        return add(event.eventId().toString(), event.partitionKey(), codec.encode(event));
    }

    @Override
    public Mono<Void> warmUp() {
        RedisKeys unread = keys.forWarmUp();
        return Flux.range(1, WARM_UP_EVENTS)
                .map(user -> new CouponIssueEvent(UUID.randomUUID(), user, 1, Instant.EPOCH))
                .flatMap(new RedisCouponIssueQueueService(redis, unread)::addCouponIssueRequest, WARM_UP_EVENTS_AT_ONCE)
                .then(Mono.defer(() ->
                        redis.ask(commands -> commands.unlink(unread.ofQueue().toArray(String[]::new)))))
                .then();
    }

    @Override
    public Mono<List<PolledRequest>> getNextCouponIssueRequests(int max) {
        return redis.ask(commands -> commands.xrange(keys.queue(), Range.unbounded(), Limit.from(max)))
                .map(entries -> entries.stream().map(this::request).toList());
    }

    @Override
    public Mono<Void> acknowledge(List<PolledRequest> decided) {
        byte[][] receipts =
                decided.stream().map(request -> bytes(request.receipt())).toArray(byte[][]::new);
        return RedisScript.ACKNOWLEDGE.run(redis, keys.ofQueue(), receipts).then();
    }

    @Override
    public Mono<Void> setAside(PolledRequest undecodable, String reason) {
        return RedisScript.SET_ASIDE
                .run(redis, keys.ofQueue(), bytes(undecodable.receipt()), bytes(reason))
                .then();
    }

    @Override
    public Flux<DeadLetter> newest(int max) {
        return redis.ask(commands -> commands.xrevrange(keys.deadLetters(), Range.unbounded(), Limit.from(max)))
                .onErrorMap(QueueUnavailableException::noAnswer)
                .flatMapIterable(letters -> letters)
                .map(RedisCouponIssueQueueService::deadLetter);
    }

    @Override
    public Mono<QueuePosition> replay(QueuePosition position) {
        if (position.partition() != StreamIds.PARTITION) {
            return Mono.empty();
        }
        String id = StreamIds.of(position.offset());
        return redis.ask(commands -> commands.xrange(keys.deadLetters(), Range.create(id, id)))
                .onErrorMap(QueueUnavailableException::noAnswer)
                .flatMapIterable(letters -> letters)
                .next()
                .flatMap(letter -> add(
                        field(letter, "event"),
                        field(letter, "key"),
                        letter.getBody().getOrDefault("value", new byte[0])));
    }

    /**
     * Appends a record in one round trip; one whose event is queued already keeps its position.
     *
     * @param eventId empty if the record has none
     */
    Mono<QueuePosition> add(String eventId, String key, byte[] value) {
        return RedisScript.ADD
                .<Long>run(redis, keys.ofQueue(), bytes(eventId), bytes(key), value)
                .map(number -> new QueuePosition(StreamIds.PARTITION, number))
                .onErrorMap(RedisCouponIssueQueueService::classified);
    }

    /** Only what was not sent, and what Redis has refused with an error, is certainly not queued. */
    private static Throwable classified(Throwable failure) {
        if (failure instanceof QueueUnavailableException) {
            return failure;
        }
        return failure instanceof RedisCommandExecutionException
                ? new QueueUnavailableException("the queue cannot accept now", failure)
                : new QueueAcknowledgementUnknownException("no acknowledgement of the queue in time", failure);
    }

    private PolledRequest request(StreamMessage<String, byte[]> entry) {
        var position = StreamIds.position(entry.getId());
        return new PolledRequest(
                position,
                entry.getId() + " " + field(entry, "event"),
                StreamIds.isOwn(entry.getId())
                        ? codec.decode(
                                entry.getBody().get("key"), entry.getBody().get("value"), position)
                        : new DecodedRecord.Undecodable("a foreign entry: its id was not given by this queue"));
    }

    private static DeadLetter deadLetter(StreamMessage<String, byte[]> letter) {
        String origin = field(letter, "origin");
        String at = field(letter, "at");
        return new DeadLetter(
                StreamIds.position(letter.getId()),
                origin.matches("\\d{1,19}-\\d+") ? StreamIds.position(origin) : null,
                DeadLetter.text(letter.getBody().get("key")),
                DeadLetter.text(letter.getBody().get("value")),
                requireNonNullElse(DeadLetter.text(letter.getBody().get("reason")), "unknown"),
                Instant.ofEpochMilli(at.matches("\\d{1,15}") ? Long.parseLong(at) : 0));
    }

    /** Empty if there is none. */
    private static String field(StreamMessage<String, byte[]> entry, String name) {
        return new String(entry.getBody().getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
