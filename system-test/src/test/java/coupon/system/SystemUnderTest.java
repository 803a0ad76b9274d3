package coupon.system;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.MariaDbServer;

/** A running stack and the ways to reach into it: as a client, as an operator, as an onlooker. */
public record SystemUnderTest(
        Stack stack, CouponClient client, TestDatabase database, TestTopics topics, Observer observer) {
    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);

    public static SystemUnderTest of(Stack stack) {
        MariaDbServer server = stack.database();
        var database = new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE),
                server.jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.USER,
                MariaDbServer.PASSWORD);
        var topics = new TestTopics(stack.kafka().bootstrapServers(), NAMES);
        return new SystemUnderTest(
                stack, new CouponClient(stack.apiUrl()), database, topics, new Observer(topics, database));
    }
}
