package coupon.worker.start;

import coupon.core.queue.QueueMonitor;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisConnection;
import coupon.core.queue.redis.RedisCouponIssueResultPublisher;
import coupon.core.queue.redis.RedisKeys;
import coupon.core.store.CouponIssueStore;
import coupon.worker.consumer.CouponIssueEventConsumer;
import coupon.worker.scheduler.SchedulerLoop;
import coupon.worker.start.WorkerStart.Step;
import coupon.worker.topic.TopicMonitor;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

@Configuration(proxyBeanMethods = false)
class StartConfiguration {
    @Bean
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
    WorkerStart workerStart(
            ObjectProvider<Flyway> flyway,
            QueueMonitor queue,
            CouponTopics topics,
            CouponIssueStore store,
            KafkaTemplate<String, byte[]> results,
            TopicMonitor monitor,
            CouponIssueEventConsumer consumer) {
        var nowhere = new KafkaCouponIssueResultPublisher(results, topics.withResultsToWarmUp());
        return new WorkerStart(List.of(
                new Step("migrating the database", () -> flyway.ifAvailable(Flyway::migrate)),
                new Step("creating the topics", () -> queue.prepare().block()),
                new Step("watching the topics", monitor::start),
                new Step("warming up", new WarmUp(store, nowhere)::run),
                new Step("starting the consumer", consumer::start)));
    }

    @Bean
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
    WorkerStart redisWorkerStart(
            ObjectProvider<Flyway> flyway,
            QueueMonitor queue,
            CouponIssueStore store,
            RedisConnection redis,
            RedisKeys keys,
            SchedulerLoop loop) {
        var nowhere = new RedisCouponIssueResultPublisher(redis, keys.forWarmUp());
        return new WorkerStart(List.of(
                new Step("migrating the database", () -> flyway.ifAvailable(Flyway::migrate)),
                new Step("checking what Redis keeps", () -> queue.prepare().block()),
                new Step("warming up", new WarmUp(store, nowhere)::run),
                new Step("starting the scheduler", loop::start)));
    }
}
