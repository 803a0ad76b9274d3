package coupon.worker.scheduler;

import coupon.core.queue.redis.RedisCouponIssueQueueService;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisQueueConfiguration;
import coupon.worker.WorkerSettings;
import coupon.worker.consumer.BatchWatchdog;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@Import({
    RedisQueueConfiguration.class,
    RedisCouponIssueQueueService.class,
    RedisCouponIssueResultPublisher.class,
    CouponIssueScheduler.class
})
class SchedulerConfiguration {
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
