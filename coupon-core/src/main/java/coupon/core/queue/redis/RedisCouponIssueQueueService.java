package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.wire.CouponIssueEventCodec;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The queue as a stream in Redis.
 *
 * <p>An acknowledged request is as durable as this Redis writes: with {@code appendfsync always} none is lost; with {@code
 * everysec} a machine that loses power loses up to about a second of them, and a killed Redis may lose some.
 */
public final class RedisCouponIssueQueueService implements CouponIssueQueueService {
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
        return add(redis, keys, event.eventId().toString(), event.partitionKey(), codec.encode(event));
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

    /**
     * Appends a record in one round trip; one whose event is queued already keeps its position.
     *
     * @param eventId empty if the record has none
     */
    static Mono<QueuePosition> add(RedisConnection redis, RedisKeys keys, String eventId, String key, byte[] value) {
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
}
