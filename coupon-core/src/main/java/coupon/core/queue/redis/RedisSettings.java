package coupon.core.queue.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Redis, under the names that Spring Boot has for it.
 *
 * @param timeout how long to wait for an answer; a request that is not acknowledged by then is unknown
 * @param connectTimeout how long to wait for a connection
 */
@ConfigurationProperties("spring.data.redis")
public record RedisSettings(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("6379") int port,
        @DefaultValue("0") int database,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue Ssl ssl,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("2s") Duration connectTimeout) {
    /** @param enabled whether the connection is encrypted, and the server's certificate verified */
    public record Ssl(@DefaultValue("false") boolean enabled) {}

    public static RedisSettings at(String host, int port) {
        return new RedisSettings(
                host, port, 0, null, null, new Ssl(false), Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    RedisURI uri() {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withDatabase(database)
                .withSsl(ssl.enabled())
                .withTimeout(timeout);
        if (username != null && password != null) {
            uri.withAuthentication(username, password);
        } else if (password != null) {
            uri.withPassword(password.toCharArray());
        }
        return uri.build();
    }
}
