package coupon.worker.deadletter;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaClientSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
class DeadLetterConfiguration {
    @Bean
    DeadLetters deadLetters(
            ProducerFactory<byte[], byte[]> producers,
            CouponTopics topics,
            KafkaClientSettings consumer,
            MeterRegistry registry) {
        Map<String, Object> keysAsReceived =
                Map.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        var kafka = new KafkaTemplate<>(producers, keysAsReceived);
        kafka.setProducerListener(new ProducerListener<>() {}); // the decider reports what fails
        return new DeadLetters(kafka, topics.couponIssueDlt(), consumer.group(), registry);
    }
}
