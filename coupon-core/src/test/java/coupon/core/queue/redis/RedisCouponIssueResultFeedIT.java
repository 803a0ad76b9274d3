package coupon.core.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.CouponIssueResultFeedContract;
import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.Fixtures;
import coupon.local.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisCouponIssueResultFeedIT extends CouponIssueResultFeedContract {
    private final TestRedis redis = TestRedis.create();
    private final TestRedis nowhere = TestRedis.nowhere();
    private final CouponIssueResultPublisher publisher =
            new RedisCouponIssueResultPublisher(redis.connection, redis.keys);
    private final List<RedisCouponIssueResultFeed> feeds = new ArrayList<>();

    @AfterEach
    void close() {
        feeds.forEach(RedisCouponIssueResultFeed::close);
        redis.close();
        nowhere.close();
    }

    @Override
    protected CouponIssueResultPublisher publisher() {
        return publisher;
    }

    @Override
    protected CouponIssueResultFeed newFeed() {
        return feedOf(redis);
    }

    @Override
    protected CouponIssueResultFeed feedNowhere() {
        return feedOf(nowhere);
    }

    @Override
    protected void writeForeign(byte @Nullable [] value) {
        Map<String, byte[]> entry = value == null ? Map.of("foreign", new byte[] {1}) : Map.of("value", value);
        redis.connection
                .ask(commands -> commands.xadd(redis.keys.results(), entry))
                .block();
    }

    @Test
    void over_an_outage_every_reader_hears_every_result_in_the_order_of_publication() {
        try (RedisServer server = TestRedis.startServer();
                TestRedis own = TestRedis.on(server)) {
            var ownPublisher = new RedisCouponIssueResultPublisher(own.connection, own.keys);
            List<PublishedResult> heardByOther = new CopyOnWriteArrayList<>();
            feedOf(own).follow(heard::add).block(STEP_MAX);
            feedOf(own).follow(heardByOther::add).block(STEP_MAX);
            List<CouponIssueResult> published =
                    LongStream.rangeClosed(2, 50).mapToObj(Fixtures::success).toList();

            ownPublisher.publish(published.subList(0, 20)).block();
            await().until(() -> heard.size() == 20 && heardByOther.size() == 20);
            server.kill();
            server.start();
            await().atMost(STEP_MAX)
                    .ignoreExceptions()
                    .until(() -> own.connection.ask(commands -> commands.ping()).block() != null);
            ownPublisher.publish(published.subList(20, 49)).block();

            List<UUID> expected =
                    published.stream().map(CouponIssueResult::eventId).toList();
            await().atMost(STEP_MAX).untilAsserted(() -> {
                assertThat(heard).extracting(PublishedResult::eventId).containsExactlyElementsOf(expected);
                assertThat(heardByOther).extracting(PublishedResult::eventId).containsExactlyElementsOf(expected);
            });
        }
    }

    private CouponIssueResultFeed feedOf(TestRedis where) {
        var feed = new RedisCouponIssueResultFeed(where.connect(), where.keys);
        feeds.add(feed);
        return feed;
    }
}
