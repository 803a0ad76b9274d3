package coupon.worker.deadletter;

import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * The dead-letter topic: each record as it was received, with the headers that Spring Kafka gives a dead letter.
 *
 * <p>A record that is too large to be copied is set aside by reference: without its key, value and headers, and with its
 * size in the reason. The original stays where its topic, partition and offset say, until the events topic's retention
 * deletes it.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    /** What the topic takes, less what is kept free for the headers that are added. */
    private static final int COPIED_BYTES_MAX = CouponTopics.DEAD_LETTER_BYTES_MAX - 16 * 1024;

    private static final String EXCEPTION = "coupon.worker.deadletter.UndecodableRecordException";

    private final KafkaOperations<byte[], byte[]> kafka;
    private final String topic;
    private final String group;
    private final Counter published;

    /** @param group that could not decode the records */
    public DeadLetters(KafkaOperations<byte[], byte[]> kafka, String topic, String group, MeterRegistry registry) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        published = counter(registry);
    }

    /** Of the dead letters of either queue. */
    public static Counter counter(MeterRegistry registry) {
        return Counter.builder("coupon.dead.letters")
                .description("Records that could not be decoded; a redelivered one counts again")
                .register(registry);
    }

    /**
     * Publishes a dead letter and waits until the broker has acknowledged it. A redelivered record is published again.
     *
     * @throws KafkaException if it may not be there: publish it again
     */
    public void publish(ConsumerRecord<byte[], byte[]> record, String reason) {
        long bytes = bytesOf(record);
        boolean copied = bytes <= COPIED_BYTES_MAX && send(copyOf(record, reason));
        if (!copied && !send(referenceTo(record, bytes, reason))) {
            throw new KafkaException("the dead-letter topic does not even take a reference");
        }
        published.increment();
        log.warn("dead letter: record {}-{} of {}: {}", record.partition(), record.offset(), record.topic(), reason);
    }

    /** Whether the topic has taken it; false if it is too large. */
    private boolean send(ProducerRecord<byte[], byte[]> letter) {
        try {
            kafka.send(letter).get();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", interrupted);
        } catch (ExecutionException | RuntimeException failure) {
            if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof RecordTooLargeException) {
                return false;
            }
            throw new KafkaException("a dead letter was not acknowledged", failure);
        }
    }

    private ProducerRecord<byte[], byte[]> copyOf(ConsumerRecord<byte[], byte[]> record, String reason) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        return letter(record, record.key(), record.value(), withReason(headers, record, reason));
    }

    private ProducerRecord<byte[], byte[]> referenceTo(
            ConsumerRecord<byte[], byte[]> record, long bytes, String reason) {
        String sized = "too large to be copied, " + bytes + " bytes: " + reason;
        Headers headers = new RecordHeaders().add(KafkaDeadLetterQueue.NOT_COPIED, bytes(Long.toString(bytes)));
        return letter(record, null, null, withReason(headers, record, sized));
    }

    /** Into the partition it came from, unless the events topic has got more of them since. */
    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        int partitions = kafka.partitionsFor(topic).size();
        return new ProducerRecord<>(
                topic, record.partition() < partitions ? record.partition() : null, key, value, headers);
    }

    private Headers withReason(Headers headers, ConsumerRecord<?, ?> record, String reason) {
        return headers.add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes(record.topic()))
                .add(KafkaHeaders.DLT_ORIGINAL_PARTITION, bytes(record.partition()))
                .add(KafkaHeaders.DLT_ORIGINAL_OFFSET, bytes(record.offset()))
                .add(KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, bytes(record.timestamp()))
                .add(
                        KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
                        bytes(record.timestampType().toString()))
                .add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(group))
                .add(KafkaHeaders.DLT_EXCEPTION_FQCN, bytes(EXCEPTION))
                .add(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, bytes(EXCEPTION))
                .add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, bytes(reason));
    }

    private static long bytesOf(ConsumerRecord<?, ?> record) {
        long bytes = Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
