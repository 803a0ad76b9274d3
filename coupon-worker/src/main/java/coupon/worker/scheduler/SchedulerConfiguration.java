package coupon.worker.scheduler;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.redis.RedisQueueConfiguration;
import coupon.worker.WorkerSettings;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.consumer.BatchWatchdog;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@Import(RedisQueueConfiguration.class)
class SchedulerConfiguration {
    @Bean
    CouponIssueScheduler couponIssueScheduler(
            CouponIssueProcessor processor,
            RedisConnection redis,
            RedisKeys keys,
            BatchMetrics metrics,
            MeterRegistry registry) {
        return new CouponIssueScheduler(
                new RedisCouponIssueQueueService(redis, keys),
                processor,
                new RedisCouponIssueResultPublisher(redis, keys),
                metrics,
                registry);
    }

    @Bean
    SchedulerLoop schedulerLoop(
            CouponIssueScheduler scheduler,
            BatchWatchdog watchdog,
            WorkerSettings settings,
            Consumer<Throwable> liveness) {
        WorkerSettings.Redis polling = settings.queue().redis();
        return new SchedulerLoop(scheduler, polling.pollInterval(), polling.batchSize(), watchdog, liveness);
    }
}
