package coupon.api;

import coupon.core.queue.kafka.KafkaTracing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Traces through the queue; the rest of tracing is Spring Boot's. */
@Profile("tracing")
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {
    @Bean
    static KafkaTracing kafkaTracing() {
        return KafkaTracing.PUBLISHING;
    }
}
