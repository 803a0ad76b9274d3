package coupon.worker;

import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.local.server.RedisServer;
import coupon.worker.consumer.CouponIssueEventConsumer;
import coupon.worker.scheduler.CouponIssueScheduler;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole worker in Redis mode, with no Kafka anywhere. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RedisModeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = TestServers.newDatabase();
    private final RedisServer server = TestServers.ownRedis();
    private final RedisConnection redis = RedisConnection.to("127.0.0.1", server.port());
    private final RedisCouponIssueQueueService queue =
            new RedisCouponIssueQueueService(redis, new RedisKeys("coupon-issue", 100_000));
    private final TestWorker worker = worker();

    @BeforeEach
    void aCoupon() {
        database.insertCoupon(1, 100);
    }

    @AfterEach
    void close() {
        worker.close();
        redis.close();
        server.close();
    }

    @Test
    void it_waits_for_redis_decides_one_request_per_interval_and_lives_through_an_outage() {
        await().atMost(PATIENCE).until(() -> worker.readinessBody().contains("starting: "));
        server.start();
        await().atMost(PATIENCE)
                .until(() -> worker.readinessBody().contains("\"UP\"")
                        && !worker.readinessBody().contains("DOWN"));
        assertThat(worker.parts(CouponIssueScheduler.class)).hasSize(1);
        assertThat(worker.parts(CouponIssueEventConsumer.class)).isEmpty();

        for (int user = 16; user <= 19; user++) {
            add(user);
        }
        await().atMost(PATIENCE).until(() -> decided() == 4);
        assertThat(database.number("SELECT COUNT(DISTINCT decided_at) FROM coupon_issue_request"))
                .as("polls that decided")
                .isEqualTo(4);
        await().atMost(PATIENCE).until(() -> batches().count() == 4);
        assertThat(batches().totalAmount()).isEqualTo(4);
        // The second poll begins after the first decision, however long that took; the third and the fourth an interval
        // after the beginning of the one before.
        assertThat(database.number("SELECT TIMESTAMPDIFF(MICROSECOND, MIN(decided_at), MAX(decided_at))"
                        + " FROM coupon_issue_request"))
                .as("from the first to the fourth decision, in microseconds: two whole intervals at least")
                .isGreaterThanOrEqualTo(2 * 500_000);

        server.kill();
        await().atMost(PATIENCE).until(() -> worker.readinessBody().contains("deciding the next requests fails"));
        server.start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            add(20);
            return true;
        });
        await().atMost(PATIENCE).until(() -> decided() >= 5);
        await().atMost(PATIENCE).until(() -> !worker.readinessBody().contains("DOWN"));
        assertThat(database.coupon(1).stock()).isEqualTo(95);
    }

    private DistributionSummary batches() {
        return worker.parts(MeterRegistry.class)
                .iterator()
                .next()
                .get("coupon.batch.size")
                .summary();
    }

    private void add(long user) {
        queue.addCouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), user, 1, NOON))
                .block();
    }

    private long decided() {
        return database.number("SELECT COUNT(*) FROM coupon_issue_request");
    }

    private TestWorker worker() {
        List<String> settings = TestWorker.settings(database);
        settings.addAll(List.of(
                "--app.queue.type=redis",
                "--app.queue.redis.poll-interval=500ms",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + server.port(),
                "--spring.kafka.bootstrap-servers=127.0.0.1:1"));
        return TestWorker.start(settings);
    }
}
