package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.PolledRequest;
import coupon.core.queue.wire.CouponIssueEventCodec;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The beginning of the line: read as it stands, and shortened by what is decided.
 *
 * <p>A receipt names the place and the event: a place alone could be another's after Redis has lost its memory.
 */
public final class RedisCouponIssuePolledQueue implements CouponIssuePolledQueue {
    private final RedisConnection redis;
    private final RedisKeys keys;
    private final Clock clock;
    private final CouponIssueEventCodec codec = new CouponIssueEventCodec();

    public RedisCouponIssuePolledQueue(RedisConnection redis, RedisKeys keys, Clock clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Mono<List<PolledRequest>> getNextCouponIssueRequests(int max) {
        return redis.ask(commands -> commands.xrange(keys.line(), Range.unbounded(), Limit.from(max)))
                .map(entries -> entries.stream().map(this::request).toList());
    }

    @Override
    public Mono<Void> acknowledge(List<PolledRequest> decided) {
        byte[][] receipts =
                decided.stream().map(request -> bytes(request.receipt())).toArray(byte[][]::new);
        return RedisScript.ACKNOWLEDGE
                .run(redis, List.of(keys.line(), keys.places(), keys.sizes()), receipts)
                .then();
    }

    @Override
    public Mono<Void> setAside(PolledRequest undecodable, String reason) {
        return RedisScript.SET_ASIDE
                .run(
                        redis,
                        List.of(
                                keys.line(),
                                keys.places(),
                                keys.sizes(),
                                keys.deadLetters(),
                                keys.deadLetterSequence()),
                        bytes(undecodable.receipt()),
                        bytes(reason),
                        bytes(Long.toString(clock.millis())))
                .then();
    }

    private PolledRequest request(StreamMessage<String, byte[]> entry) {
        byte[] event = entry.getBody().get("event");
        var place = new QueuePosition(RedisLine.PARTITION, StreamIds.place(entry.getId()));
        return new PolledRequest(
                place,
                entry.getId() + " " + (event == null ? "" : new String(event, StandardCharsets.UTF_8)),
                codec.decode(entry.getBody().get("key"), entry.getBody().get("value"), place));
    }
}
