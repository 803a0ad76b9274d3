package coupon.core.queue.redis;

import static java.util.Objects.requireNonNullElse;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * What both applications need of the queue in Redis mode; to be imported by their wiring. Redis itself is configured by
 * Spring Boot's properties {@code spring.data.redis.*}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@Import({
    DataRedisAutoConfiguration.class, // not as an auto-configuration: as such the applications exclude it
    RedisQueueMonitor.class
})
@EnableConfigurationProperties(RedisKeys.class)
public class RedisQueueConfiguration {
    @Bean
    ClientResourcesBuilderCustomizer redisResources() {
        return RedisConnection::limited;
    }

    @Bean
    LettuceClientConfigurationBuilderCustomizer redisTimeout(DataRedisProperties redis) {
        return client -> client.commandTimeout(requireNonNullElse(redis.getTimeout(), RedisConnection.TIMEOUT));
    }

    @Bean
    LettuceClientOptionsBuilderCustomizer redisOutages(DataRedisProperties redis) {
        return options -> RedisConnection.limited(
                options, requireNonNullElse(redis.getConnectTimeout(), RedisConnection.TIMEOUT));
    }

    @Bean
    RedisConnection redisConnection(LettuceConnectionFactory factory) {
        return new RedisConnection(factory);
    }
}
