package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.QueuePosition;
import coupon.core.queue.CouponIssueQueueService;
import coupon.core.queue.kafka.CouponIssueEventProducer;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaClientSettings;
import coupon.core.queue.kafka.KafkaCouponIssueQueueService;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;

/** Kafka: the log keeps everything, and the group says who reads which line. */
final class KafkaSide implements QueueSide {
    private static final String GROUP = "coupon-issue-consumer-group";
    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events",
            "coupon-issue-results",
            "coupon-issue-events-dlt",
            "coupon-issue-warm-up",
            Partitions.COUNT,
            1);

    private final Stack stack;
    private final TestTopics topics;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaCouponIssueQueueService queue;
    private final TopicReader events;
    private final TopicReader deadLetters;
    private final TopicReader results;

    KafkaSide(Stack stack) {
        this.stack = stack;
        this.topics = new TestTopics(stack.kafka().bootstrapServers(), NAMES);
        this.events = reader(NAMES.couponIssue());
        this.deadLetters = reader(NAMES.couponIssueDlt());
        this.results = reader(NAMES.couponIssueResults());
        this.producers = new DefaultKafkaProducerFactory<>(KafkaClientSettings.eventProducer(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers())));
        var kafka = new KafkaTemplate<>(producers);
        this.queue = new KafkaCouponIssueQueueService(new CouponIssueEventProducer(kafka, NAMES), () -> Runnable::run);
        // A busy machine takes longer than a request may wait for the producer to learn where the partitions are.
        await().ignoreExceptions()
                .until(() -> kafka.partitionsFor(NAMES.couponIssue()).size() == Partitions.COUNT);
    }

    @Override
    public CouponIssueQueueService queue() {
        return queue;
    }

    @Override
    public void observe(Evidence evidence, Set<Long> couponIds) {
        var codec = new CouponIssueEventCodec();
        events.addedSince(record -> {
            var position = new QueuePosition(record.partition(), record.offset());
            DecodedRecord decoded = codec.decode(record.key(), record.value(), position);
            if (!(decoded instanceof Decodable readable)
                    || couponIds.contains(readable.request().event().couponId())) {
                evidence.logged(position, decoded);
            }
        });
        deadLetters.addedSince(record -> evidence.deadLettered(new QueuePosition(
                header(record, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt(),
                header(record, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong())));
        var resultCodec = new CouponIssueResultCodec();
        results.addedSince(record -> {
            PublishedResult result = resultCodec.decode(record.value());
            if (couponIds.contains(result.couponId())) {
                evidence.published(result);
            }
        });
    }

    @Override
    public AppServer ownerOf(long couponId) {
        String owner = ownerOfLine(Partitions.of(couponId));
        return stack.workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker is called " + owner));
    }

    @Override
    public void awaitShared(int workers) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> IntStream.range(0, Partitions.COUNT)
                                .mapToObj(line -> ownerOfLine(line).replaceAll("(consumer-\\d+).*", "$1"))
                                .distinct()
                                .count()
                        == Math.min(workers, Partitions.COUNT));
    }

    @Override
    public void close() {
        List.of(events, deadLetters, results).forEach(TopicReader::close);
        queue.close();
        producers.destroy();
    }

    private TopicReader reader(String topic) {
        return new TopicReader(stack.kafka().bootstrapServers(), topic, Partitions.COUNT);
    }

    private String ownerOfLine(int line) {
        return topics.ownerOf(GROUP, new TopicPartition(NAMES.couponIssue(), line));
    }

    private static ByteBuffer header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("a dead letter without " + name);
        }
        return ByteBuffer.wrap(header.value());
    }
}
