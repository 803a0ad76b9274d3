package coupon.worker;

import coupon.core.processor.CouponIssueProcessor;
import coupon.core.queue.CouponIssuePolledQueue;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssuePolledQueue;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.queue.redis.RedisQueueMonitor;
import coupon.core.store.CouponIssueStore;
import coupon.worker.consumer.BatchMetrics;
import coupon.worker.consumer.BatchWatchdog;
import coupon.worker.health.SchedulingHealthIndicator;
import coupon.worker.scheduler.CouponIssueScheduler;
import coupon.worker.scheduler.SchedulerLoop;
import coupon.worker.start.SchedulerWarmUp;
import coupon.worker.start.StartStep;
import coupon.worker.start.WarmUp;
import coupon.worker.start.WorkerStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The queue in Redis mode, and its scheduler. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
@Import(coupon.core.queue.redis.RedisQueueConfiguration.class)
class RedisQueueConfiguration {
    @Bean
    CouponIssuePolledQueue couponIssuePolledQueue(RedisConnection redis, RedisKeys keys) {
        return new RedisCouponIssuePolledQueue(redis, keys, Clock.systemUTC());
    }

    @Bean
    CouponIssueScheduler couponIssueScheduler(
            CouponIssuePolledQueue queue,
            CouponIssueProcessor processor,
            RedisConnection redis,
            RedisKeys keys,
            MeterRegistry registry) {
        return new CouponIssueScheduler(
                queue,
                processor,
                new RedisCouponIssueResultPublisher(redis, keys),
                new BatchMetrics(registry),
                registry);
    }

    @Bean
    SchedulerLoop schedulerLoop(
            CouponIssueScheduler scheduler,
            BatchWatchdog watchdog,
            WorkerSettings settings,
            ApplicationEventPublisher events) {
        WorkerSettings.Redis polling = settings.queue().redis();
        return new SchedulerLoop(scheduler, polling.pollInterval(), polling.batchSize(), watchdog, events);
    }

    @Bean
    WorkerStart workerStart(
            Flyway flyway,
            CouponIssueStore store,
            RedisConnection redis,
            RedisKeys keys,
            RedisQueueMonitor monitor,
            SchedulerLoop loop) {
        var registry = new SimpleMeterRegistry();
        var harmless = new CouponIssueScheduler(
                new SchedulerWarmUp.MadeUpLine(),
                new CouponIssueProcessor(new WarmUp.RollingBack(store), Clock.systemUTC()),
                new RedisCouponIssueResultPublisher(redis, keys.forWarmUp()),
                new BatchMetrics(registry),
                registry);
        return new WorkerStart(List.of(
                new StartStep("migrating the database", flyway::migrate),
                new StartStep("checking what Redis keeps", () -> monitor.prepare().block()),
                new StartStep("warming up", new SchedulerWarmUp(harmless)::run),
                new StartStep("starting the scheduler", loop::start)));
    }

    @Bean
    SchedulingHealthIndicator decidingHealthIndicator(WorkerStart start, SchedulerLoop loop, BatchWatchdog watchdog) {
        return new SchedulingHealthIndicator(start, loop, List.of(loop::trouble, watchdog::trouble));
    }
}
