package coupon.verification.system;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.testing.RedisHistory;
import coupon.core.testing.RedisServerView;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppOptions;
import coupon.local.server.MariaDbServer;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A system of one test's own in Redis mode, and a look at it from outside: its history, its tables, its HTTP. */
public final class RedisUnderTest implements AutoCloseable {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final String NAME = "{coupon-issue}:";

    private final Path directory = TestServers.newHome("redis-stack");
    private final Stack stack;
    private final TestDatabase database;
    private final CouponClient client;

    /** @param options as in {@link StackSettings#withOptions} */
    public RedisUnderTest(int workers, Map<String, AppOptions> options) {
        StackSettings settings = StackSettings.forTests(ROOT, directory, workers)
                .withQueue(QueueType.redis)
                .withOptions(TestStack.options(options));
        stack = Stack.start(settings, System.out::println);
        MariaDbServer server = stack.database();
        database = new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE),
                server.jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.USER,
                MariaDbServer.PASSWORD);
        client = new CouponClient(stack.apiUrl());
    }

    public Stack stack() {
        return stack;
    }

    public TestDatabase database() {
        return database;
    }

    public CouponClient client() {
        return client;
    }

    /** Waits until no request for this coupon is undecided. */
    public void awaitRest(long couponId, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> client.get("/api/coupons/" + couponId + "/queue")
                                .body()
                                .get("queueSize")
                                .asLong()
                        == 0);
    }

    /** All that is to be seen of these coupons, once all requests are decided. */
    public Evidence evidence(Collection<Coupon> couponsBefore, List<Answer> answers) {
        var evidence = new Evidence();
        couponsBefore.forEach(evidence::couponBefore);
        answers.forEach(evidence::answered);
        var events = new CouponIssueEventCodec();
        var results = new CouponIssueResultCodec();
        RedisServerView.awaitWritten(stack.redis().port());
        new RedisHistory(directory.resolve("data/redis/appendonly.aof")).addedSince(added -> {
            if (added.stream().equals(NAME + "line")) {
                var position = new QueuePosition(0, added.place());
                evidence.logged(position, events.decode(added.field("key"), added.field("value"), position));
            } else if (added.stream().equals(NAME + "results")) {
                evidence.published(results.decode(added.field("value")));
            }
        });
        for (Coupon before : couponsBefore) {
            long couponId = before.couponId();
            evidence.coupon(database.coupon(couponId));
            database.results(couponId).forEach(evidence::stored);
            database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = " + couponId)
                    .forEach(userId -> evidence.holding(new Holding(couponId, userId)));
        }
        return evidence;
    }

    @Override
    public void close() {
        stack.close();
    }
}
