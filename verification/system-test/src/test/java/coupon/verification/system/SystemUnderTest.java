package coupon.verification.system;

import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppOptions;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.observer.RedisObserver;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The systems that are tested, as processes of their own. */
public final class SystemUnderTest {
    public static final int WORKERS = 3;

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private SystemUnderTest() {}

    /**
     * Started once for all tests of a JVM: Kafka, MariaDB, the API and three workers. Who breaks something of it mends it
     * before the test ends. Each observer of it is new.
     */
    public static KafkaObserver shared() {
        return new KafkaObserver(Shared.STACK);
    }

    /**
     * One in Redis mode for a single test, which closes it.
     *
     * @param options as in {@link StackSettings#withOptions}
     */
    public static RedisObserver startWithRedis(int workers, Map<String, AppOptions> options) {
        StackSettings settings = settings(workers, options).withQueue(QueueType.redis);
        return new RedisObserver(Stack.start(settings, System.out::println), settings.dataDir());
    }

    /** Those with which each JVM of a stack is started, and more. */
    public static AppOptions options(AppOptions more) {
        return AppOptions.LIGHT.and(more);
    }

    private static StackSettings settings(int workers, Map<String, AppOptions> more) {
        return StackSettings.forTests(ROOT, TestServers.newHome("stack"), workers)
                .withOptions(Stream.of("kafka", "producer", "consumer-1", "consumer-2", "consumer-3")
                        .collect(Collectors.toMap(
                                name -> name, name -> options(more.getOrDefault(name, AppOptions.NONE)))));
    }

    private static final class Shared {
        static final Stack STACK = Stack.start(settings(WORKERS, Map.of()), System.out::println);
    }
}
