package coupon.core.queue.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;

/**
 * The limits of the client. By default it keeps commands while it is disconnected and sends them later, when their callers
 * have long been answered. Here they are refused while disconnected, and limited to seconds otherwise.
 */
final class RedisLimits {
    /** Unless {@code spring.data.redis.timeout} and {@code spring.data.redis.connect-timeout} say otherwise. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);
    private static final int THREADS = 2; // the minimum of the client

    private RedisLimits() {}

    static ClientOptions.Builder apply(ClientOptions.Builder options, Duration connectTimeout) {
        return options.autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .build());
    }

    static ClientResources.Builder apply(ClientResources.Builder resources) {
        return resources
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(Delay.constant(RECONNECT_DELAY));
    }
}
