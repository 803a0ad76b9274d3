package coupon.core.queue.redis;

import coupon.core.queue.QueueUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One connection to Redis, whose commands are answered or failed within seconds.
 *
 * <p>Left to itself the client keeps commands while it is disconnected and sends them later, when whoever gave them was
 * long told that they had failed. Here they are refused while disconnected, and whatever a lost connection leaves without
 * an answer fails and is not sent again.
 *
 * <p>Connects at the first command and not before: a Redis that is started later must fail a command, not the start of
 * the application.
 */
public final class RedisConnection implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
    private static final int THREADS = 2; // the client wants no fewer

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;

    public RedisConnection(RedisSettings settings) {
        this.uri = settings.uri();
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(Delay.constant(RECONNECT_DELAY))
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .tcpNoDelay(true)
                        .keepAlive(true)
                        .build())
                .build());
    }

    /**
     * Sends commands, and answers off the connection's threads.
     *
     * @return the answer; fails with {@link QueueUnavailableException} if nothing was sent, and with what the client
     *     says if Redis refused it or did not answer
     */
    <T> Mono<T> ask(Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
        return Mono.fromFuture(this::connected, true)
                .onErrorMap(failure -> new QueueUnavailableException("no connection to the queue", failure))
                .flatMap(connected -> connected.isOpen()
                        ? Mono.fromFuture(() -> command.apply(connected.async()).toCompletableFuture(), true)
                        : Mono.error(new QueueUnavailableException("the connection to the queue is lost", null)))
                .publishOn(Schedulers.parallel());
    }

    @Override
    public void close() {
        client.shutdown(0, CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        resources.shutdown(0, CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The connection, or an attempt at it that all who ask meanwhile share. */
    private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> connected() {
        CompletableFuture<StatefulRedisConnection<String, byte[]>> known = connection;
        if (known == null || known.isCompletedExceptionally()) {
            known = client.connectAsync(CODEC, uri).toCompletableFuture();
            connection = known;
        }
        return known;
    }
}
