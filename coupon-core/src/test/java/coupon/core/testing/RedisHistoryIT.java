package coupon.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.local.server.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RedisHistoryIT {
    private static final RedisKeys KEYS = new RedisKeys("coupon-issue", 100);

    @TempDir
    Path directory;

    @Test
    void each_call_gives_what_was_added_since_the_one_before() {
        try (RedisServer redis = new RedisServer(directory.resolve("redis"), 0, directory.resolve("redis.log"))) {
            redis.start();
            assertThat(RedisServerView.version(redis.port())).matches("\\d+\\.\\d+\\.\\d+");
            RedisServerView.neverRewrites(redis.port());
            var history = new RedisHistory(directory.resolve("redis/appendonly.aof"));
            try (RedisConnection connection = RedisConnection.to("127.0.0.1", redis.port())) {
                var queue = new RedisCouponIssueQueueService(connection, KEYS);
                List<CouponIssueEvent> events = List.of(event(1), event(2), event(3));

                queue.addCouponIssueRequest(events.get(0)).block();
                queue.addCouponIssueRequest(events.get(1)).block();
                RedisServerView.awaitWritten(redis.port());
                assertThat(eventsIn(history)).containsExactly(events.get(0), events.get(1));
                queue.addCouponIssueRequest(events.get(2)).block();
                RedisServerView.awaitWritten(redis.port());
                assertThat(eventsIn(history)).containsExactly(events.get(2));
                assertThat(eventsIn(history)).isEmpty();
            }
        }
    }

    private static CouponIssueEvent event(long userId) {
        return new CouponIssueEvent(UUID.randomUUID(), userId, 7, Instant.ofEpochMilli(1_000));
    }

    private static List<CouponIssueEvent> eventsIn(RedisHistory history) {
        List<CouponIssueEvent> events = new ArrayList<>();
        var codec = new CouponIssueEventCodec();
        history.addedSince(added -> {
            if (added.stream().equals(KEYS.queue())) {
                events.add(decoded(codec, added));
            }
        });
        return events;
    }

    private static CouponIssueEvent decoded(CouponIssueEventCodec codec, RedisHistory.Added added) {
        var position = new QueuePosition(0, added.position());
        return codec.decode(added.field("key"), added.field("value"), position) instanceof Decodable readable
                ? readable.request().event()
                : new CouponIssueEvent(UUID.randomUUID(), 0, 0, 0, 0);
    }
}
