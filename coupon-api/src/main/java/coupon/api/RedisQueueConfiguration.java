package coupon.api;

import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultFeed;
import coupon.core.queue.redis.RedisKeys;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The queue in Redis mode. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@Import({coupon.core.queue.redis.RedisQueueConfiguration.class, RedisCouponIssueQueueService.class})
class RedisQueueConfiguration {
    /** With a connection of its own, which waits for results. */
    @Bean
    CouponIssueResultFeed couponIssueResultFeed(LettuceConnectionFactory factory, RedisKeys keys) {
        return new RedisCouponIssueResultFeed(new RedisConnection(factory), keys);
    }
}
