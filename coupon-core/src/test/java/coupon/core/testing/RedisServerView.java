package coupon.core.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/** What an operator has to say to Redis. */
public final class RedisServerView {
    private RedisServerView() {}

    public static String version(int port) {
        return ask(port, redis -> info(redis, "redis_version"));
    }

    /** Its append-only file then tells all that ever happened; it also spares Redis the work in the middle of a run. */
    public static void neverRewrites(int port) {
        ask(port, redis -> redis.configSet("auto-aof-rewrite-percentage", "0"));
    }

    /**
     * Returns when the append-only file has everything. Redis answers before it has written, when an earlier flush to
     * the disk takes its time.
     */
    public static void awaitWritten(int port) {
        ask(
                port,
                redis -> await().pollInterval(Duration.ofMillis(50))
                        .until(() -> info(redis, "aof_buffer_length"), "0"::equals));
    }

    private static String info(RedisCommands<String, String> redis, String name) {
        return redis.info()
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T ask(int port, Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port))) {
            return question.apply(client.connect().sync());
        }
    }
}
