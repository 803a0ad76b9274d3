package coupon.system;

import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import java.nio.file.Path;
import java.util.Map;

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

    public static SystemUnderTest system() {
        return SystemUnderTest.of(shared());
    }

    /** A stack of one test's own, for what cannot be mended; the caller closes it. */
    public static Stack own(int workers, Map<String, AppOptions> options) {
        StackSettings settings = StackSettings.forTests(ROOT, TestServers.newHome("own-stack"), workers);
        return Stack.start(settings.withOptions(options), System.out::println);
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
        static final Stack STACK =
                Stack.start(StackSettings.forTests(ROOT, TestServers.newHome("stack"), WORKERS), System.out::println);
    }
}
