package coupon.worker.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Observes the records of a batch while it is decided, for traces. */
@FunctionalInterface
public interface RecordObservations {
    RecordObservations NONE = records -> () -> {};

    /** @return ends the observation; on the same thread */
    Runnable begin(List<ConsumerRecord<byte[], byte[]>> records);
}
