package coupon.core.queue.redis;

import static coupon.core.queue.redis.RedisScript.bytes;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.CouponIssueResultCodec;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Publishes results to their stream, a batch as one step, so that no two batches mix. */
public final class RedisCouponIssueResultPublisher implements CouponIssueResultPublisher {
    private final RedisConnection redis;
    private final RedisKeys keys;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();

    public RedisCouponIssueResultPublisher(RedisConnection redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public Mono<Void> publish(List<CouponIssueResult> results) {
        byte[][] values = Stream.concat(
                        Stream.of(bytes(Integer.toString(keys.resultsMax()))),
                        results.stream().map(codec::encode))
                .toArray(byte[][]::new);
        return RedisScript.PUBLISH.run(redis, List.of(keys.results()), values).then();
    }
}
