package coupon.api;

import coupon.api.queue.QueueSizes;
import coupon.core.queue.QueueMonitor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What looks at the queue from outside, for operators and for those who wonder how long the line is. */
@Configuration(proxyBeanMethods = false)
class OperatorsConfiguration {
    @Bean
    QueueSizes queueSizes(QueueMonitor queue) {
        return new QueueSizes(queue);
    }
}
