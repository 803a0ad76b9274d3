package coupon.verification.observer;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Evidence;
import coupon.verification.testkit.client.CouponClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.context.properties.bind.Binder;

/** With Kafka as queue: the log keeps everything, and the consumer group says who reads which partition. */
public final class KafkaObserver extends SystemObserver {
    public static final int PARTITIONS = 3;
    /** As the applications have them by default. */
    public static final CouponTopics NAMES = new Binder().bindOrCreate("app.kafka.topic", CouponTopics.class);

    private static final Duration OWNERS_MAX = Duration.ofMinutes(4);

    public final TestTopics topics;
    public final String group;
    private final Map<String, Map<Integer, Long>> read = new HashMap<>();

    /** A stack with the default topics and consumer group. */
    public KafkaObserver(Stack stack) {
        this(stack, new CouponClient(stack.apiUrl()), NAMES, "coupon-issue-consumer-group");
    }

    /**
     * On the servers of that stack, behind an API of one's own.
     *
     * @param group of the workers
     */
    public KafkaObserver(Stack stack, CouponClient client, CouponTopics names, String group) {
        super(stack, client);
        this.topics = new TestTopics(stack.kafka().bootstrapServers(), names);
        this.group = group;
    }

    /** The partition of a coupon's requests. */
    public static int partitionOf(Coupon coupon) {
        return partitionOf(coupon.couponId(), PARTITIONS);
    }

    /** The same in a topic of so many. */
    public static int partitionOf(long couponId, int partitions) {
        byte[] key = CouponIssueEvent.partitionKey(couponId).getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    @Override
    public AppServer ownerOf(Coupon coupon) {
        return ownerOf(partitionOf(coupon));
    }

    /** The worker that decides this partition now, by its clients' names; waits until there is one. */
    public AppServer ownerOf(int partition) {
        String owner = topics.ownerOf(group, new TopicPartition(topics.names().couponIssue(), partition));
        return stack.workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker is called " + owner));
    }

    @Override
    public void awaitOwners(int workers) {
        await().atMost(OWNERS_MAX)
                .until(() -> IntStream.range(0, PARTITIONS)
                                .mapToObj(this::ownerOf)
                                .distinct()
                                .count()
                        == Math.min(workers, PARTITIONS));
    }

    /** Waits until everything accepted is decided, published and acknowledged. */
    public void awaitRest(Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(200)).until(() -> lag() == 0);
    }

    public long lag() {
        return sum(topics.endOffsets(topics.names().couponIssue())) - sum(topics.committedOffsets(group));
    }

    /** How many requests of the partition are decided, published and acknowledged. */
    public long acknowledged(int partition) {
        return topics.committedOffsets(group).get(partition);
    }

    public long deadLetters() {
        return sum(topics.endOffsets(topics.names().couponIssueDlt()));
    }

    @Override
    void addQueue(Evidence evidence) {
        CouponTopics names = topics.names();
        readOn(names.couponIssue(), record -> {
            var position = new QueuePosition(record.partition(), record.offset());
            addRequest(evidence, record.key(), record.value(), position);
        });
        readOn(
                names.couponIssueDlt(),
                record -> evidence.deadLetters.add(
                        requireNonNull(KafkaDeadLetterQueue.origin(record), "a dead letter without its position")));
        readOn(names.couponIssueResults(), record -> addResult(evidence, record.value()));
    }

    private void readOn(String topic, Consumer<ConsumerRecord<byte[], byte[]>> records) {
        topics.readOn(topic, read.computeIfAbsent(topic, none -> new HashMap<>()), records);
    }

    private static long sum(List<Long> offsets) {
        return offsets.stream().mapToLong(Long::longValue).sum();
    }
}
