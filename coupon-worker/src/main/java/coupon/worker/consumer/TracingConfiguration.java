package coupon.worker.consumer;

import coupon.core.queue.kafka.KafkaClientSettings;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/**
 * While traces are recorded: a span for the decision of each record, in the trace that the record names. Spring Kafka's
 * own observation, which its listener containers begin otherwise. The rest of tracing is Spring Boot's.
 */
@Profile("tracing")
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "app.queue.type", havingValue = "kafka", matchIfMissing = true)
class TracingConfiguration {
    private static final String LISTENER = "coupon-issue-event-consumer";

    @Bean
    RecordObservations recordObservations(ObservationRegistry registry, KafkaClientSettings settings) {
        return records -> {
            List<Observation> begun = records.stream()
                    .map(record -> begin(record, settings.group(), registry))
                    .toList();
            return () -> begun.forEach(Observation::stop);
        };
    }

    private static Observation begin(
            ConsumerRecord<byte[], byte[]> record, String group, ObservationRegistry registry) {
        return KafkaListenerObservation.LISTENER_OBSERVATION
                .observation(
                        null,
                        DefaultKafkaListenerObservationConvention.INSTANCE,
                        () -> new KafkaRecordReceiverContext(record, LISTENER, LISTENER, group, () -> null),
                        registry)
                .start();
    }
}
