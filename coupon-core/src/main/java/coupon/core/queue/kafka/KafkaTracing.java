package coupon.core.queue.kafka;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Lets traces go through the queue: the API writes the trace of the caller into the record's headers, and the
 * worker begins a span for each record of a batch. Both cost something per record, so they exist only while tracing is
 * switched on.
 */
public enum KafkaTracing implements BeanPostProcessor {
    PUBLISHING {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof KafkaTemplate<?, ?> template) {
                template.setObservationEnabled(true);
            }
            return bean;
        }
    },
    /** Not of the templates: a batch has no trace of its own, and a new one would replace that of each record. */
    DECIDING {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
                ContainerProperties container = factory.getContainerProperties();
                container.setObservationEnabled(true);
                container.setRecordObservationsInBatch(true);
            }
            return bean;
        }
    }
}
