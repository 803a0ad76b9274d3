package coupon.core.queue.kafka;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.DeadLetter;
import coupon.core.queue.DeadLetterQueue;
import coupon.core.queue.QueueAcknowledgementUnknownException;
import coupon.core.queue.QueueUnavailableException;
import coupon.core.queue.RecordNotCopiedException;
import coupon.core.queue.kafka.TopicReader.Range;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The dead-letter topic, with the headers that Spring Kafka gives a dead letter. */
public final class KafkaDeadLetterQueue implements DeadLetterQueue, AutoCloseable {
    /** The header of a dead letter that is a reference: the record itself was too large to be copied. */
    public static final String NOT_COPIED = KafkaHeaders.PREFIX + "dlt-not-copied";

    private static final String HEADERS_OF_A_DEAD_LETTER = KafkaHeaders.PREFIX + "dlt-";
    private static final Duration READ_MAX = Duration.ofSeconds(5);

    private final TopicReader reader;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final CouponTopics topics;

    /**
     * @param consumerSettings of the application: how to reach the broker
     * @param producerSettings the same for the producer of replayed records, which is not that of events
     */
    public KafkaDeadLetterQueue(
            Map<String, Object> consumerSettings, Map<String, Object> producerSettings, CouponTopics topics) {
        this.reader = new TopicReader(consumerSettings, topics.couponIssueDlt());
        this.producers = new DefaultKafkaProducerFactory<>(KafkaClientSettings.replayProducer(producerSettings));
        this.kafka = new KafkaTemplate<>(producers);
        this.topics = topics;
        kafka.setProducerListener(new ProducerListener<>() {}); // the operator is answered what fails
    }

    @Override
    public void close() {
        producers.destroy();
        reader.close();
    }

    @Override
    public Flux<DeadLetter> newest(int max) {
        return Mono.fromCallable(() -> last(max).stream()
                        .sorted(Comparator.comparing(DeadLetter::setAsideAt)
                                .thenComparing(letter -> letter.position().offset())
                                .reversed())
                        .limit(max)
                        .toList())
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(QueueUnavailableException::noAnswer)
                .flatMapIterable(letters -> letters);
    }

    @Override
    public Mono<QueuePosition> replay(QueuePosition position) {
        return Mono.fromCallable(() -> at(position))
                .map(letter -> kafka.send(asReceived(letter)))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        failure -> !(failure instanceof RecordNotCopiedException), QueueUnavailableException::noAnswer)
                .flatMap(acknowledgement -> Mono.fromFuture(acknowledgement, true)
                        .onErrorMap(failure -> new QueueAcknowledgementUnknownException(
                                "no acknowledgement of the queue in time", failure)))
                .publishOn(Schedulers.parallel())
                .map(SendResult::getRecordMetadata)
                .map(queued -> new QueuePosition(queued.partition(), queued.offset()));
    }

    /** The last of each partition, as views: their values are cut short one by one, however large they are together. */
    private List<DeadLetter> last(int perPartition) {
        Map<Integer, Range> ranges = reader.ranges();
        ranges.replaceAll((partition, range) -> range.last(perPartition));
        List<DeadLetter> letters = new ArrayList<>();
        readAll(ranges, record -> letters.add(deadLetter(record)));
        return letters;
    }

    /** Null if there is none. */
    private @Nullable ConsumerRecord<byte[], byte[]> at(QueuePosition position) {
        Range range = reader.ranges().get(position.partition());
        if (range == null || position.offset() < range.from() || position.offset() >= range.end()) {
            return null;
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        readAll(Map.of(position.partition(), new Range(position.offset(), position.offset() + 1)), found::add);
        return found.isEmpty() ? null : found.get(0);
    }

    private void readAll(Map<Integer, Range> ranges, Predicate<ConsumerRecord<byte[], byte[]>> records) {
        Map<Integer, Long> reached = reader.read(ranges, READ_MAX, records);
        ranges.forEach((partition, range) -> {
            if (reached.getOrDefault(partition, 0L) < range.end()) {
                throw new TimeoutException("the topic could not be read in time");
            }
        });
    }

    /** Its key selects its partition; what has none could not be decided anyway. */
    private ProducerRecord<byte[], byte[]> asReceived(ConsumerRecord<byte[], byte[]> letter) {
        if (header(letter, NOT_COPIED) != null) {
            QueuePosition origin = origin(letter);
            throw new RecordNotCopiedException("the record was too large to be copied; it is record "
                    + (origin == null ? "?" : origin.partition() + "-" + origin.offset())
                    + " of the events topic, until that deletes it");
        }
        Header[] headers = Stream.of(letter.headers().toArray())
                .filter(header -> !header.key().startsWith(HEADERS_OF_A_DEAD_LETTER))
                .toArray(Header[]::new);
        return new ProducerRecord<>(
                topics.couponIssue(), null, letter.key(), letter.value(), new RecordHeaders(headers));
    }

    private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> letter) {
        String reason = DeadLetter.text(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE));
        return new DeadLetter(
                new QueuePosition(letter.partition(), letter.offset()),
                origin(letter),
                DeadLetter.text(letter.key()),
                DeadLetter.text(letter.value()),
                reason == null ? "unknown" : reason,
                Instant.ofEpochMilli(letter.timestamp()));
    }

    /** Where the record of a dead letter was in the events topic; null if its headers do not say so. */
    public static @Nullable QueuePosition origin(ConsumerRecord<byte[], byte[]> letter) {
        byte[] partition = header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION);
        byte[] offset = header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET);
        if (partition == null || offset == null || partition.length != Integer.BYTES || offset.length != Long.BYTES) {
            return null;
        }
        int partitionNumber = ByteBuffer.wrap(partition).getInt();
        long offsetNumber = ByteBuffer.wrap(offset).getLong();
        return partitionNumber < 0 || offsetNumber < 0 ? null : new QueuePosition(partitionNumber, offsetNumber);
    }

    private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
