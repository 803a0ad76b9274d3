package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssuePolledQueue.PolledRequest;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.store.r2dbc.R2dbcCouponIssueStore;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.RedisServer;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API with its queue in Redis, and no Kafka anywhere. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RedisModeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern OLDEST_WAITS =
            Pattern.compile("(?m)^coupon_oldest_undecided_age_seconds\\{.*partition=\"0\"} (?!0\\.0$)\\d");
    private static final TestTopics NO_KAFKA =
            new TestTopics("127.0.0.1:1", new CouponTopics("none", "none-r", "none-d", "none-w", 3, 1));

    private final TestDatabase database = TestServers.newDatabase();
    private final RedisServer server = startServer();
    private final RedisConnection redis = RedisConnection.to("127.0.0.1", server.port());
    private final RedisKeys keys = new RedisKeys("coupon-issue", 100_000);
    private final RedisCouponIssueQueueService queue = new RedisCouponIssueQueueService(redis, keys);

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    @Test
    void an_accepted_caller_knows_the_position_and_a_waiting_one_at_any_instance_is_answered() throws Exception {
        try (ApiUnderTest api = api();
                ApiUnderTest other = api()) {
            long coupon = api.newCoupon(2);
            CouponClient http = api.http();
            http.issue(coupon, 16).is(202);
            Reply second = http.issue(coupon, 17).is(202);
            assertThat(second.text("position")).isEqualTo("1");
            assertThat(http.get("/api/coupons/" + coupon + "/queue").text("queueSize"))
                    .isEqualTo("2");
            Reply lag = http.asOperator("GET", "/api/admin/lag", "").is(200);
            assertThat(lag.text("totalLag")).isEqualTo("2");
            assertThat(lag.json().path("partitions")).hasSize(1);
            assertThat(http.asOperator("GET", "/api/admin/dead-letters", "")
                            .is(200)
                            .json()
                            .path("items"))
                    .isEmpty();

            await().until(() -> lineMetrics(api).find());

            CompletableFuture<Reply> waiting =
                    CompletableFuture.supplyAsync(() -> other.http().issue(coupon, 18, "Prefer", "wait=20"));
            await().until(() -> waitingNow().size() == 3);
            decideAll();

            assertThat(waiting.get().is(409).text("outcome")).isEqualTo("OUT_OF_STOCK");
            assertThat(http.get(second.header("location")).text("outcome")).isEqualTo("SUCCESS");
        }
    }

    @Test
    void a_frozen_redis_is_unknown_and_then_refused_at_once_like_one_that_is_gone() {
        try (ApiUnderTest api = api()) {
            long coupon = api.newCoupon(5);
            server.pause();
            api.http().issue(coupon, 16).isProblem(504);
            await().atMost(PATIENCE).until(() -> api.http().issue(coupon, 17).status() == 503);
            long began = System.nanoTime();
            assertThat(api.http().issue(coupon, 18).isProblem(503).header("retry-after"))
                    .isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(readiness(api)).as("what needs no queue is still served").isEqualTo(200);
            server.resume();
            await().atMost(PATIENCE).until(() -> api.http().issue(coupon, 19).status() == 202);

            server.kill();
            await().atMost(PATIENCE).until(() -> api.http().issue(coupon, 20).status() == 503);
            api.http().asOperator("GET", "/api/admin/lag", "").isProblem(503);
            assertThat(readiness(api)).as("what needs no queue is still served").isEqualTo(200);
            server.start();
            await().atMost(PATIENCE).until(() -> api.http().issue(coupon, 21).status() == 202);
            await().atMost(PATIENCE).until(() -> readiness(api) == 200);
        }
    }

    private static Matcher lineMetrics(ApiUnderTest api) {
        return OLDEST_WAITS.matcher(api.management().get("/actuator/prometheus").body());
    }

    private static int readiness(ApiUnderTest api) {
        return api.management().get("/actuator/health/readiness").status();
    }

    private ApiUnderTest api() {
        return ApiUnderTest.start(
                database,
                NO_KAFKA,
                "--app.queue.type=redis",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + server.port());
    }

    private List<PolledRequest> waitingNow() {
        return queue.getNextCouponIssueRequests(100).blockOptional().orElseThrow();
    }

    private void decideAll() {
        List<PolledRequest> taken = waitingNow();
        List<CouponIssueRequest> requests = taken.stream()
                .map(request -> ((Decodable) request.content()).request())
                .toList();
        new CouponIssueProcessor(new R2dbcCouponIssueStore(database.connections()), Clock.systemUTC())
                .processBatch(requests)
                .flatMap(results -> new RedisCouponIssueResultPublisher(redis, keys).publish(results))
                .block();
        queue.acknowledge(taken).block();
    }

    private static RedisServer startServer() {
        RedisServer server = TestServers.ownRedis();
        server.start();
        return server;
    }
}
