package coupon.verification.system;

import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.local.server.JvmServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole system, started once for all tests of a JVM: Kafka, MariaDB, the API and three workers. Who breaks
 * something of it mends it before the test ends.
 */
public final class TestStack {
    public static final int WORKERS = 3;

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private TestStack() {}

    public static Stack shared() {
        return Shared.STACK;
    }

    public static SystemUnderTest system() {
        return SystemUnderTest.of(shared());
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

    public static CouponClient client() {
        return system().client();
    }

    public static TestDatabase database() {
        return system().database();
    }

    public static Observer observer() {
        return system().observer();
    }

    private static final class Shared {
        static final Stack STACK = Stack.start(
                StackSettings.forTests(ROOT, TestServers.newHome("stack"), WORKERS)
                        .withOptions(options(Map.of())),
                System.out::println);
    }
}
