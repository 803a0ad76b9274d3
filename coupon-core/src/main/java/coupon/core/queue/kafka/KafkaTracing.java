package coupon.core.queue.kafka;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Lets traces go through the queue: a template writes the trace of its caller into the record's headers, a container
 * begins a span for each record of a batch. Costs both per record, so it is only there while somebody traces.
 */
public final class KafkaTracing implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof KafkaTemplate<?, ?> template) {
            template.setObservationEnabled(true);
        } else if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
            ContainerProperties container = factory.getContainerProperties();
            container.setObservationEnabled(true);
            container.setRecordObservationsInBatch(true);
        }
        return bean;
    }
}
