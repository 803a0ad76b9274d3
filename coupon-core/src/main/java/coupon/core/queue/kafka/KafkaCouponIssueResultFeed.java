package coupon.core.queue.kafka;

import coupon.core.queue.CouponIssueResultFeed;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

/**
 * The results topic, read whole by every instance: partitions assigned by hand, no group, nothing committed.
 *
 * <p>The first partitions are read from where they ended when the reading began, asked for explicitly so that nothing
 * falls between the question and the first poll. Partitions that are added later get a consumer of their own, so that
 * those already read are not interrupted.
 */
public final class KafkaCouponIssueResultFeed implements CouponIssueResultFeed, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaCouponIssueResultFeed.class);

    private final KafkaAdminConnection broker;
    private final String topic;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final CouponIssueResultCodec codec = new CouponIssueResultCodec();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private volatile int partitionsFollowed;

    public KafkaCouponIssueResultFeed(
            KafkaAdminConnection broker, CouponTopics topics, Map<String, Object> configuredConsumer) {
        this.broker = broker;
        this.topic = topics.couponIssueResults();
        this.consumers = new DefaultKafkaConsumerFactory<>(KafkaClientSettings.resultReader(configuredConsumer));
    }

    @Override
    public Mono<Void> follow(Consumer<PublishedResult> listener) {
        return Mono.fromRunnable(() -> restartStopped(listener))
                .subscribeOn(Schedulers.boundedElastic())
                .then(broker.topic(topic))
                .map(described -> described.partitions().size())
                .filter(count -> count > partitionsFollowed)
                .flatMap(count -> startingPoints(count)
                        .publishOn(Schedulers.boundedElastic())
                        .doOnNext(points -> read(points, listener))
                        .doOnNext(points -> partitionsFollowed = count))
                .then();
    }

    @Override
    public void close() {
        readers.forEach(reader -> reader.container.stop());
    }

    private Mono<Map<Integer, Long>> startingPoints(int partitionCount) {
        List<Integer> added =
                IntStream.range(partitionsFollowed, partitionCount).boxed().toList();
        OffsetSpec from = partitionsFollowed == 0 ? OffsetSpec.latest() : OffsetSpec.earliest();
        return broker.offsets(topic, added, from, new ListOffsetsOptions());
    }

    /**
     * A reader ends for good when the broker refuses it or an error escapes. It is replaced by one that continues where it
     * ended; that it works is not believed before the next time it is asked for.
     */
    private void restartStopped(Consumer<PublishedResult> listener) {
        List<Reader> stopped =
                readers.stream().filter(reader -> !reader.container.isRunning()).toList();
        for (Reader reader : stopped) {
            readers.remove(reader);
            read(reader.next, listener);
        }
        if (!stopped.isEmpty()) {
            throw new IllegalStateException("a reader of the results had stopped, and is started again");
        }
    }

    private void read(Map<Integer, Long> startingPoints, Consumer<PublishedResult> listener) {
        var next = new ConcurrentHashMap<>(startingPoints);
        var properties = new ContainerProperties(startingPoints.entrySet().stream()
                .map(point -> new TopicPartitionOffset(topic, point.getKey(), point.getValue()))
                .toArray(TopicPartitionOffset[]::new));
        properties.setAckMode(AckMode.MANUAL);
        properties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        properties.setMessageListener(
                (BatchMessageListener<byte[], byte[]>) records -> deliver(records, next, listener));
        var container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName("coupon-results-" + readers.size());
        container.start();
        readers.add(new Reader(container, next));
        log.info("reading results from {} of {}", startingPoints, topic);
    }

    private void deliver(
            List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> next, Consumer<PublishedResult> listener) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                listener.accept(codec.decode(record.value()));
            } catch (JacksonException | IllegalArgumentException foreign) {
                log.warn("{}-{} offset {} is no result", record.topic(), record.partition(), record.offset());
            }
            next.put(record.partition(), record.offset() + 1);
        }
    }

    /** @param next the offset at which a successor would continue, by partition */
    private record Reader(KafkaMessageListenerContainer<byte[], byte[]> container, Map<Integer, Long> next) {}
}
