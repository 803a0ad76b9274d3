package coupon.system;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.MariaDbServer;
import java.nio.file.Path;

/**
 * The whole system, started once for all tests of a JVM: Kafka, MariaDB, the API and three workers. Who breaks
 * something of it mends it before the test ends.
 */
public final class TestStack {
    public static final int WORKERS = 3;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private TestStack() {}

    public static Stack shared() {
        return Shared.STACK;
    }

    public static CouponClient client() {
        return new CouponClient(shared().apiUrl());
    }

    public static TestDatabase database() {
        MariaDbServer server = shared().database();
        return new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE),
                server.jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.USER,
                MariaDbServer.PASSWORD);
    }

    public static Observer observer() {
        var names = new CouponTopics(
                "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);
        return new Observer(new TestTopics(shared().kafka().bootstrapServers(), names), database());
    }

    private static final class Shared {
        static final Stack STACK =
                Stack.start(StackSettings.forTests(ROOT, TestServers.newHome("stack"), WORKERS), System.out::println);
    }
}
