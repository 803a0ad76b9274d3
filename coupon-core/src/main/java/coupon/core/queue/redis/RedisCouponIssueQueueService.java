package coupon.core.queue.redis;

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
 * The line of people in Redis.
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
        return add(event, keys);
    }

    @Override
    public Mono<Void> warmUp() {
        RedisKeys nobodyReads = keys.forWarmUp();
        return Flux.range(1, WARM_UP_EVENTS)
                .map(user -> new CouponIssueEvent(UUID.randomUUID(), user, 1, Instant.EPOCH))
                .flatMap(event -> add(event, nobodyReads), WARM_UP_EVENTS_AT_ONCE)
                .then(Mono.defer(() -> redis.ask(commands -> commands.unlink(
                        nobodyReads.line(), nobodyReads.sequence(), nobodyReads.places(), nobodyReads.sizes()))))
                .then();
    }

    private Mono<QueuePosition> add(CouponIssueEvent event, RedisKeys where) {
        return new RedisLine(redis, where)
                .add(event.eventId().toString(), event.partitionKey(), codec.encode(event))
                .onErrorMap(RedisCouponIssueQueueService::classified);
    }

    /** Only what was not sent, or what Redis has refused in words, is certainly not in line. */
    private static Throwable classified(Throwable failure) {
        if (failure instanceof QueueUnavailableException) {
            return failure;
        }
        return failure instanceof RedisCommandExecutionException
                ? new QueueUnavailableException("the queue cannot accept now", failure)
                : new QueueAcknowledgementUnknownException("no acknowledgement of the queue in time", failure);
    }
}
