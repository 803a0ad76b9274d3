package coupon.core.queue.redis;

import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One connection to the Redis of {@code spring.data.redis}: a server, a master behind sentinels, or a cluster. Its
 * commands are answered or failed within seconds.
 *
 * <p>Connects with the first command and not before: a Redis that is started later fails a command, not the start of the
 * application.
 */
public final class RedisConnection implements AutoCloseable {
    /** Unless {@code spring.data.redis.timeout} and {@code spring.data.redis.connect-timeout} say otherwise. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);
    private static final int THREADS = 2; // the minimum of the client
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final Supplier<AbstractRedisClient> client;
    private final Runnable release;
    private final Mono<Connected> connected = Mono.fromCallable(this::connect)
            .subscribeOn(Schedulers.boundedElastic())
            .cacheInvalidateIf(open -> false);
    private volatile @Nullable Connected open;

    /** @param factory shared, not closed with the connection */
    public RedisConnection(LettuceConnectionFactory factory) {
        this(factory::getRequiredNativeClient, () -> {});
    }

    private RedisConnection(Supplier<AbstractRedisClient> client, Runnable release) {
        this.client = client;
        this.release = release;
    }

    /** A connection to one server, with the limits of the applications, for tools and tests. */
    public static RedisConnection to(String host, int port) {
        ClientResources resources = limited(ClientResources.builder()).build();
        RedisURI server = RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withTimeout(TIMEOUT)
                .build();
        var client = RedisClient.create(resources, server);
        client.setOptions(limited(ClientOptions.builder(), TIMEOUT)
                .timeoutOptions(TimeoutOptions.enabled())
                .build());
        return new RedisConnection(() -> client, () -> {
            client.shutdown(0, 1, TimeUnit.SECONDS);
            resources.shutdown(0, 1, TimeUnit.SECONDS);
        });
    }

    /**
     * Sends commands, and answers off the connection's threads.
     *
     * @return the answer; fails with {@link QueueUnavailableException} if nothing was sent, and with Lettuce's exception
     *     if Redis refused the command or did not answer
     */
    <T> Mono<T> ask(Function<RedisClusterAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
        return connected
                .onErrorMap(failure -> new QueueUnavailableException("no connection to the queue", failure))
                .flatMap(redis -> redis.connection().isOpen()
                        ? Mono.fromFuture(() -> command.apply(redis.commands()).toCompletableFuture(), true)
                        : Mono.error(new QueueUnavailableException("the connection to the queue is lost", null)))
                .publishOn(Schedulers.parallel());
    }

    @Override
    public void close() {
        Connected known = open;
        if (known != null) {
            known.connection().close();
        }
        release.run();
    }

    /**
     * By default the client keeps commands while it is disconnected and sends them later, when their callers have long
     * been answered. Here they are refused while disconnected, and limited to seconds otherwise.
     */
    static ClientOptions.Builder limited(ClientOptions.Builder options, Duration connectTimeout) {
        return options.autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .build());
    }

    static ClientResources.Builder limited(ClientResources.Builder resources) {
        return resources
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(Delay.constant(RECONNECT_DELAY));
    }

    /** Blocks for the time-out of a connection at most. */
    private Connected connect() {
        Connected connected;
        if (client.get() instanceof RedisClusterClient cluster) {
            var connection = cluster.connect(CODEC);
            connected = new Connected(connection, connection.async());
        } else {
            var connection = ((RedisClient) client.get()).connect(CODEC);
            connected = new Connected(connection, connection.async());
        }
        open = connected;
        return connected;
    }

    private record Connected(
            StatefulConnection<String, byte[]> connection, RedisClusterAsyncCommands<String, byte[]> commands) {}
}
