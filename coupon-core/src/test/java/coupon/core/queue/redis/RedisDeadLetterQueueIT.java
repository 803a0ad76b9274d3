package coupon.core.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.DeadLetterQueueContract;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisDeadLetterQueueIT extends DeadLetterQueueContract {
    private final TestRedis redis = TestRedis.create();
    private final TestRedis nowhere = TestRedis.nowhere();

    @AfterEach
    void close() {
        redis.close();
        nowhere.close();
    }

    @Override
    protected DeadLetterQueue deadLetters() {
        return redis.service;
    }

    @Override
    protected DeadLetterQueue deadLettersNowhere() {
        return nowhere.service;
    }

    @Override
    protected QueuePosition setAside(String value, String reason) {
        QueuePosition position = redis.addPoison(value);
        redis.service.setAside(polled().get(0), reason).block();
        return position;
    }

    @Override
    protected List<String> queued(int atLeast) {
        return redis
                .connection
                .ask(commands -> commands.xrange(redis.keys.queue(), Range.unbounded()))
                .blockOptional()
                .orElseThrow()
                .stream()
                .map(entry -> new String(entry.getBody().get("value"), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void a_replayed_record_is_counted_with_those_of_its_coupon_again() {
        setAside("poison", "no reason");
        assertThat(redis.monitor.queueSize(1).block()).isZero();

        assertThat(replay(newest(1).get(0).position())).isEqualTo(new QueuePosition(0, 2));

        assertThat(redis.monitor.queueSize(1).block()).isEqualTo(1);
        assertThat(polled()).hasSize(1);
    }

    private List<PolledRequest> polled() {
        return redis.service.getNextCouponIssueRequests(10).blockOptional().orElseThrow();
    }
}
