package coupon.bench.scenario;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.kafka.TopicReader;
import coupon.core.queue.kafka.TopicReader.Range;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** Kafka: the log keeps everything, and the group says who reads which partition. */
final class KafkaSide implements QueueSide {
    static final int PARTITIONS = 3;

    private static final String GROUP = "coupon-issue-consumer-group";
    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events",
            "coupon-issue-results",
            "coupon-issue-events-dlt",
            "coupon-issue-warm-up",
            PARTITIONS,
            1);

    private final Stack stack;
    private final TestTopics topics;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaCouponIssueQueueService service;
    private final ReadTopic events;
    private final ReadTopic deadLetters;
    private final ReadTopic results;

    KafkaSide(Stack stack) {
        String servers = stack.kafka().bootstrapServers();
        this.stack = stack;
        this.topics = new TestTopics(servers, NAMES);
        this.events = new ReadTopic(servers, NAMES.couponIssue());
        this.deadLetters = new ReadTopic(servers, NAMES.couponIssueDlt());
        this.results = new ReadTopic(servers, NAMES.couponIssueResults());
        this.producers = new DefaultKafkaProducerFactory<>(
                KafkaClientSettings.eventProducer(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers)));
        var kafka = new KafkaTemplate<>(producers);
        this.service =
                new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, NAMES), () -> Runnable::run);
        // A busy machine takes longer than a request may wait for the producer to learn where the partitions are.
        await().ignoreExceptions()
                .until(() -> kafka.partitionsFor(NAMES.couponIssue()).size() == PARTITIONS);
    }

    /** The partition that a coupon's requests go to. */
    static int partitionOf(long couponId) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, PARTITIONS);
    }

    @Override
    public CouponIssueQueueService service() {
        return service;
    }

    @Override
    public void show(Observer observer) {
        events.addedSince(record ->
                observer.event(record.key(), record.value(), new QueuePosition(record.partition(), record.offset())));
        deadLetters.addedSince(record -> observer.evidence()
                .deadLetters
                .add(requireNonNull(KafkaDeadLetterQueue.origin(record), "a dead letter without its position")));
        results.addedSince(record -> observer.result(record.value()));
    }

    @Override
    public AppServer ownerOf(long couponId) {
        return ownerOfPartition(partitionOf(couponId));
    }

    @Override
    public void awaitShared(int workers) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> IntStream.range(0, PARTITIONS)
                                .mapToObj(this::ownerOfPartition)
                                .distinct()
                                .count()
                        == Math.min(workers, PARTITIONS));
    }

    @Override
    public void close() {
        events.close();
        deadLetters.close();
        results.close();
        service.close();
        producers.destroy();
    }

    /** A worker's clients are called as it is. */
    private AppServer ownerOfPartition(int partition) {
        String owner = topics.ownerOf(GROUP, new TopicPartition(NAMES.couponIssue(), partition));
        return stack.workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker is called " + owner));
    }

    /** A topic, read a piece at a time. */
    private static final class ReadTopic implements AutoCloseable {
        private static final Duration READ_MAX = Duration.ofSeconds(60);

        private final String topic;
        private final TopicReader reader;
        private final Map<Integer, Long> read = new HashMap<>();

        ReadTopic(String bootstrapServers, String topic) {
            this.topic = topic;
            this.reader = new TopicReader(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topic);
        }

        /** What was added since the last call, that of a partition in its order. */
        void addedSince(Consumer<ConsumerRecord<byte[], byte[]>> each) {
            Map<Integer, Range> added = new HashMap<>();
            // A busy broker takes longer than the reader waits for it.
            await().ignoreExceptions()
                    .until(reader::ranges, ranges -> !ranges.isEmpty())
                    .forEach((partition, range) ->
                            added.put(partition, new Range(read.getOrDefault(partition, range.from()), range.end())));
            read.putAll(reader.read(added, READ_MAX, record -> {
                each.accept(record);
                return true;
            }));
            if (!added.entrySet().stream()
                    .allMatch(part -> part.getValue().end() <= read.getOrDefault(part.getKey(), 0L))) {
                throw new IllegalStateException(topic + " cannot be read to its end");
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
