package coupon.worker.health;

import coupon.worker.consumer.CouponIssueEventConsumer;
import coupon.worker.scheduler.SchedulerLoop;
import coupon.worker.start.WorkerStart;
import coupon.worker.topic.TopicAlerts;
import coupon.worker.topic.TopicMonitor;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    Liveness liveness(ApplicationEventPublisher events) {
        return new Liveness(events);
    }

    @Bean
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
    HealthIndicator decidingHealthIndicator(
            WorkerStart start, CouponIssueEventConsumer consumer, TopicMonitor topics, TopicAlerts alerts) {
        return new DecidingHealthIndicator(
                start,
                List.of(topics::trouble, consumer::trouble),
                Map.of("partitions", consumer::partitions, "topicAlerts", alerts::details));
    }

    @Bean("decidingHealthIndicator")
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
    HealthIndicator schedulingHealthIndicator(WorkerStart start, SchedulerLoop loop) {
        return new DecidingHealthIndicator(start, List.of(loop::trouble), Map.of());
    }
}
