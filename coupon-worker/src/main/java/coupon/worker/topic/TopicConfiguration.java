package coupon.worker.topic;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaAdminConnection;
import coupon.core.queue.kafka.KafkaClientSettings;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@Import({TopicAlerts.class, DeletedRecords.class})
class TopicConfiguration {
    @Bean
    TopicMonitor topicMonitor(
            KafkaAdminConnection broker,
            CouponTopics topics,
            KafkaClientSettings consumer,
            TopicAlerts alerts,
            DeletedRecords deleted) {
        List<NewTopic> watched = topics.all().stream()
                .filter(topic -> !topic.name().equals(topics.warmUp()))
                .toList();
        return new TopicMonitor(broker::admin, topics.couponIssue(), consumer.group(), watched, alerts, deleted);
    }
}
