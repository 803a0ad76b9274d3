package coupon.api;

import coupon.core.queue.QueueMonitor;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisQueueMonitor;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultFeed;
import coupon.core.queue.redis.RedisDeadLetterQueue;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.redis.RedisSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue in Redis mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@EnableConfigurationProperties({RedisSettings.class, RedisKeys.class})
class RedisQueueConfiguration {
    @Bean
    RedisConnection redisConnection(RedisSettings settings) {
        return new RedisConnection(settings);
    }

    @Bean
    CouponIssueQueueService redisQueue(RedisConnection redis, RedisKeys keys) {
        return new RedisCouponIssueQueueService(redis, keys);
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(RedisSettings settings, RedisKeys keys) {
        return new RedisCouponIssueResultFeed(new RedisConnection(settings), keys);
    }

    @Bean
    QueueMonitor queueMonitor(RedisConnection redis, RedisKeys keys) {
        return new RedisQueueMonitor(redis, keys);
    }

    @Bean
    DeadLetterQueue deadLetterQueue(RedisConnection redis, RedisKeys keys) {
        return new RedisDeadLetterQueue(redis, keys);
    }
}
