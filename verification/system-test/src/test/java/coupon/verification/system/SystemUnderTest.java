package coupon.verification.system;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.local.server.JvmServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running stack and the ways to reach into it: as a client, as an operator, as an onlooker. */
public record SystemUnderTest(
        Stack stack, CouponClient client, TestDatabase database, TestTopics topics, Observer observer) {
    public static final int WORKERS = 3;

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final String GROUP = "coupon-issue-consumer-group";
    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);

    /**
     * Started once for all tests of a JVM: Kafka, MariaDB, the API and three workers. Who breaks something of it mends it
     * before the test ends.
     */
    public static SystemUnderTest shared() {
        return Shared.SYSTEM;
    }

    /** On the servers of that stack, behind an API of one's own, with other topics and another consumer group. */
    public static SystemUnderTest of(Stack stack, CouponClient client, CouponTopics names, String group) {
        TestDatabase database = TestDatabase.of(stack.database());
        var topics = new TestTopics(stack.kafka().bootstrapServers(), names);
        return new SystemUnderTest(stack, client, database, topics, new Observer(topics, group, database));
    }

    /** Those with which every JVM of a stack is started, and more for those that are named. */
    static Map<String, AppOptions> options(Map<String, AppOptions> more) {
        return Stream.of("kafka", "producer", "consumer-1", "consumer-2", "consumer-3")
                .collect(Collectors.toMap(name -> name, name -> options(more.getOrDefault(name, AppOptions.NONE))));
    }

    /** Those of one of them, and more. */
    public static AppOptions options(AppOptions more) {
        List<String> arguments = Stream.concat(JvmServer.LIGHT.stream(), more.jvmArguments().stream())
                .toList();
        return new AppOptions(arguments, more.environment());
    }

    private static final class Shared {
        static final SystemUnderTest SYSTEM = start();

        private static SystemUnderTest start() {
            Stack stack = Stack.start(
                    StackSettings.forTests(ROOT, TestServers.newHome("stack"), WORKERS)
                            .withOptions(options(Map.of())),
                    System.out::println);
            return of(stack, new CouponClient(stack.apiUrl()), NAMES, GROUP);
        }
    }
}
