package coupon.core.queue.kafka;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** What both applications need of the queue in Kafka mode; to be imported by their wiring. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@EnableConfigurationProperties({CouponTopics.class, KafkaClientSettings.class})
public class KafkaQueueConfiguration {
    @Bean
    KafkaAdminConnection kafkaAdminConnection(KafkaAdmin configured) {
        return new KafkaAdminConnection(configured.getConfigurationProperties());
    }

    @Bean
    KafkaQueueMonitor queueMonitor(
            KafkaAdminConnection broker, KafkaProperties kafka, CouponTopics topics, KafkaClientSettings settings) {
        return new KafkaQueueMonitor(broker, kafka.buildConsumerProperties(), topics, settings.group());
    }
}
