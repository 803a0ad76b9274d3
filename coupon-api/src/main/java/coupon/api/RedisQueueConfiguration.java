package coupon.api;

import coupon.core.queue.CouponIssueLag;
import coupon.core.queue.CouponIssueProgress;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.OldestUndecided;
import coupon.core.queue.QueueAvailability;
import coupon.core.queue.QueuePreparation;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueLag;
import coupon.core.queue.redis.RedisCouponIssueProgress;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultFeed;
import coupon.core.queue.redis.RedisDeadLetterQueue;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.redis.RedisOldestUndecided;
import coupon.core.queue.redis.RedisQueueAvailability;
import coupon.core.queue.redis.RedisSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The queue in Redis mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@EnableConfigurationProperties({RedisSettings.class, RedisKeys.class})
class RedisQueueConfiguration {
    @Bean
    RedisConnection redisConnection(RedisSettings settings) {
        return new RedisConnection(settings);
    }

    /** The first request makes what it needs. */
    @Bean
    QueuePreparation queuePreparation() {
        return Mono::empty;
    }

    @Bean
    CouponIssueQueueService redisQueue(RedisConnection redis, RedisKeys keys) {
        return new RedisCouponIssueQueueService(redis, keys);
    }

    @Bean
    QueueAvailability queueAvailability(RedisConnection redis, RedisKeys keys) {
        return new RedisQueueAvailability(redis, keys);
    }

    @Bean
    CouponIssueProgress couponIssueProgress(RedisConnection redis, RedisKeys keys) {
        return new RedisCouponIssueProgress(redis, keys);
    }

    @Bean
    CouponIssueResultFeed couponIssueResultFeed(RedisSettings settings, RedisKeys keys) {
        return new RedisCouponIssueResultFeed(new RedisConnection(settings), keys);
    }

    @Bean
    CouponIssueLag couponIssueLag(RedisConnection redis, RedisKeys keys) {
        return new RedisCouponIssueLag(redis, keys);
    }

    @Bean
    OldestUndecided oldestUndecided(RedisConnection redis, RedisKeys keys) {
        return new RedisOldestUndecided(redis, keys);
    }

    @Bean
    DeadLetterQueue deadLetterQueue(RedisConnection redis, RedisKeys keys) {
        return new RedisDeadLetterQueue(redis, keys);
    }
}
