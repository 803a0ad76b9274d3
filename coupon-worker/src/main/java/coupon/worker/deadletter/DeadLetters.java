package coupon.worker.deadletter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.KafkaUtils;

/** The dead-letter topic: each record as it was received, with the headers that Spring Kafka gives a dead letter. */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final DeadLetterPublishingRecoverer recoverer;
    private final Counter published;

    public DeadLetters(KafkaOperations<byte[], byte[]> kafka, String topic, MeterRegistry registry) {
        recoverer = new DeadLetterPublishingRecoverer(kafka, (record, reason) -> destination(kafka, topic, record));
        published = Counter.builder("coupon.dead.letters")
                .description("Records that could not be decoded; a redelivered one counts again")
                .register(registry);
    }

    /**
     * Publishes a dead letter and waits until the broker has acknowledged it. A redelivered record is published again.
     *
     * @throws org.apache.kafka.common.KafkaException if it may not be there: publish it again
     */
    public void publish(ConsumerRecord<byte[], byte[]> record, String reason) {
        recoverer.accept(record, failure(reason));
        published.increment();
        log.warn("dead letter: record {}-{} of {}: {}", record.partition(), record.offset(), record.topic(), reason);
    }

    /** Wrapped as the container wraps what a listener throws, because the headers are made from that. */
    private static Exception failure(String reason) {
        var failure = new ListenerExecutionFailedException(
                reason, KafkaUtils.getConsumerGroupId(), new UndecodableRecordException(reason));
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    /** The partition it came from, unless the event topic has got more of them since. */
    private static TopicPartition destination(
            KafkaOperations<byte[], byte[]> kafka, String topic, ConsumerRecord<?, ?> record) {
        int partitions = kafka.partitionsFor(topic).size();
        return new TopicPartition(topic, record.partition() < partitions ? record.partition() : -1);
    }
}
