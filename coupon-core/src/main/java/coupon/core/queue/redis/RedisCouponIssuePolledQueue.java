package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;

import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.PolledRequest;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The oldest entries of the queue: read as they are, and removed when they are decided.
 *
 * <p>A receipt consists of the entry's id and the event's id: an id alone could be another event's after Redis has lost
 * its data.
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
        byte[] now = bytes(Long.toString(clock.millis()));
        return RedisScript.SET_ASIDE
                .run(redis, keys.ofQueue(), bytes(undecodable.receipt()), bytes(reason), now)
                .then();
    }

    private PolledRequest request(StreamMessage<String, byte[]> entry) {
        byte[] event = entry.getBody().get("event");
        var position = StreamIds.position(entry.getId());
        return new PolledRequest(
                position,
                entry.getId() + " " + (event == null ? "" : new String(event, StandardCharsets.UTF_8)),
                StreamIds.isOwn(entry.getId())
                        ? codec.decode(
                                entry.getBody().get("key"), entry.getBody().get("value"), position)
                        : new DecodedRecord.Undecodable("a foreign entry: its id was not given by this queue"));
    }
}
