package coupon.worker.health;

import coupon.worker.consumer.CouponIssueEventConsumer;
import coupon.worker.scheduler.SchedulerLoop;
import coupon.worker.start.WorkerStart;
import coupon.worker.topic.TopicAlerts;
import coupon.worker.topic.TopicMonitor;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Whether this worker decides, or would if there were anything to decide. Never waits. */
@Configuration(proxyBeanMethods = false)
@Import(Liveness.class)
class HealthConfiguration {
    @Bean
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
    HealthIndicator decidingHealthIndicator(
            WorkerStart start, CouponIssueEventConsumer consumer, TopicMonitor topics, TopicAlerts alerts) {
        return () -> health(start.trouble(), topics.trouble(), consumer.trouble())
                .withDetails(Map.of("partitions", consumer.partitions(), "topicAlerts", alerts.details()))
                .build();
    }

    @Bean("decidingHealthIndicator")
    @ConditionalOnProperty(name = "app.queue.type", havingValue = "redis")
    HealthIndicator schedulingHealthIndicator(WorkerStart start, SchedulerLoop loop) {
        return () -> health(start.trouble(), loop.trouble()).build();
    }

    /** @param troubles each what prevents deciding, or null */
    private static Health.Builder health(@Nullable String... troubles) {
        return Stream.of(troubles)
                .filter(Objects::nonNull)
                .findFirst()
                .map(trouble -> Health.down().withDetail("reason", trouble))
                .orElseGet(Health::up);
    }
}
