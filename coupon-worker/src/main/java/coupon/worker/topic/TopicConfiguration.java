package coupon.worker.topic;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
@Import({TopicMonitor.class, TopicAlerts.class, DeletedRecords.class})
class TopicConfiguration {}
