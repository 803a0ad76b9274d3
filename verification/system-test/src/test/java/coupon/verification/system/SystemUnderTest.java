package coupon.verification.system;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.MariaDbServer;

/** A running stack and the ways to reach into it: as a client, as an operator, as an onlooker. */
public record SystemUnderTest(
        Stack stack, CouponClient client, TestDatabase database, TestTopics topics, Observer observer) {
    private static final String GROUP = "coupon-issue-consumer-group";
    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);

    public static SystemUnderTest of(Stack stack) {
        return of(stack, new CouponClient(stack.apiUrl()), NAMES, GROUP);
    }

    /** On the servers of that stack, behind an API of one's own, with other topics and another consumer group. */
    public static SystemUnderTest of(Stack stack, CouponClient client, CouponTopics names, String group) {
        MariaDbServer server = stack.database();
        var database = new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE),
                server.jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.USER,
                MariaDbServer.PASSWORD);
        var topics = new TestTopics(stack.kafka().bootstrapServers(), names);
        return new SystemUnderTest(stack, client, database, topics, new Observer(topics, group, database));
    }
}
