package coupon.api;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.core.KafkaTemplate;

/** Traces through the queue; the rest of tracing is Spring Boot's. */
@Profile("tracing")
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {
    /** Writes the trace of the caller into the record's headers, which costs something per record. */
    @Bean
    static BeanPostProcessor tracesInRecords() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String beanName) {
                if (bean instanceof KafkaTemplate<?, ?> template) {
                    template.setObservationEnabled(true);
                }
                return bean;
            }
        };
    }
}
