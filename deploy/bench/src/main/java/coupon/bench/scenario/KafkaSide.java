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
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
    private static final Duration READ_MAX = Duration.ofSeconds(60);

    private final Stack stack;
    private final TestTopics topics;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaCouponIssueQueueService service;
    /** Its positions say what has been shown. */
    private final KafkaConsumer<byte[], byte[]> reader;

    KafkaSide(Stack stack) {
        String servers = stack.kafka().bootstrapServers();
        this.stack = stack;
        this.topics = new TestTopics(servers, NAMES);
        this.reader = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.assign(Stream.of(NAMES.couponIssue(), NAMES.couponIssueDlt(), NAMES.couponIssueResults())
                .flatMap(KafkaSide::partitions)
                .toList());
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
        Map<TopicPartition, Long> ends = reader.endOffsets(reader.assignment());
        long deadline = System.nanoTime() + READ_MAX.toNanos();
        while (!ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the topics cannot be read to their ends");
            }
            reader.poll(Duration.ofMillis(100)).forEach(record -> show(record, observer));
        }
    }

    private static void show(ConsumerRecord<byte[], byte[]> record, Observer observer) {
        if (record.topic().equals(NAMES.couponIssue())) {
            observer.event(record.key(), record.value(), new QueuePosition(record.partition(), record.offset()));
        } else if (record.topic().equals(NAMES.couponIssueResults())) {
            observer.result(record.value());
        } else {
            observer.evidence()
                    .deadLetters
                    .add(requireNonNull(KafkaDeadLetterQueue.origin(record), "a dead letter without its position"));
        }
    }

    @Override
    public AppServer ownerOf(long couponId) {
        return ownerOf(new TopicPartition(NAMES.couponIssue(), partitionOf(couponId)));
    }

    @Override
    public void awaitShared(int workers) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> partitions(NAMES.couponIssue())
                                .map(this::ownerOf)
                                .distinct()
                                .count()
                        == Math.min(workers, PARTITIONS));
    }

    @Override
    public void close() {
        reader.close();
        service.close();
        producers.destroy();
    }

    /** A worker's clients are called as it is. */
    private AppServer ownerOf(TopicPartition partition) {
        String owner = topics.ownerOf(GROUP, partition);
        return stack.workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker is called " + owner));
    }

    private static Stream<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS).mapToObj(partition -> new TopicPartition(topic, partition));
    }
}
