package coupon.verification.system;

import coupon.core.testing.TestServers;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.StackSettings.QueueType;
import coupon.local.server.AppOptions;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.observer.RedisObserver;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

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
     * @param workers what is added to the settings of each
     */
    public static RedisObserver startWithRedis(AppOptions... workers) {
        StackSettings settings = settings(workers.length).withQueue(QueueType.redis);
        return new RedisObserver(start(settings, List.of(workers)), settings.dataDir());
    }

    /** Those with which each JVM of a stack is started, and more. */
    public static AppOptions options(AppOptions more) {
        return AppOptions.LIGHT.and(more);
    }

    private static StackSettings settings(int workers) {
        return StackSettings.forTests(ROOT, TestServers.newHome("stack"), workers);
    }

    private static Stack start(StackSettings settings, List<AppOptions> workers) {
        return Stack.start(settings, System.out::println, stack -> {
            stack.kafka().setOptions(AppOptions.LIGHT);
            stack.api().setOptions(AppOptions.LIGHT);
            for (int index = 0; index < workers.size(); index++) {
                stack.workers().get(index).setOptions(options(workers.get(index)));
            }
        });
    }

    private static final class Shared {
        static final Stack STACK = start(settings(WORKERS), Collections.nCopies(WORKERS, AppOptions.NONE));
    }
}
