package coupon.worker.consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;

/**
 * A span for the decision of each record, in the trace that the record names. Spring Kafka's own observation, which its
 * listener containers begin otherwise. The rest of tracing is Spring Boot's.
 *
 * @param registry one that does nothing unless traces are recorded
 * @param group that decides
 */
record RecordObservations(ObservationRegistry registry, String group) {
    private static final String LISTENER = "coupon-issue-event-consumer";

    /** @return ends the observation; on the same thread */
    Runnable begin(DecodedBatch batch) {
        if (registry.isNoop()) {
            return () -> {};
        }
        List<Observation> begun =
                batch.entries().stream().map(entry -> observe(entry.record())).toList();
        return () -> begun.forEach(Observation::stop);
    }

    private Observation observe(ConsumerRecord<byte[], byte[]> record) {
        return KafkaListenerObservation.LISTENER_OBSERVATION
                .observation(
                        null,
                        DefaultKafkaListenerObservationConvention.INSTANCE,
                        () -> new KafkaRecordReceiverContext(record, LISTENER, LISTENER, group, () -> null),
                        registry)
                .start();
    }
}
