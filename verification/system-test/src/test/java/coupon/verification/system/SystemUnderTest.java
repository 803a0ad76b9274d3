package coupon.verification.system;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Evidence;
import coupon.verification.testkit.client.CouponClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A running stack and the ways to reach into it: as a client, as an operator, and as an onlooker at its topics, its tables
 * and its consumer group.
 *
 * @param group of the workers
 */
public record SystemUnderTest(
        Stack stack, CouponClient client, TestDatabase database, TestTopics topics, String group) {
    public static final int WORKERS = 3;

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final CouponTopics NAMES = new CouponTopics(
            "coupon-issue-events", "coupon-issue-results", "coupon-issue-events-dlt", "coupon-issue-warm-up", 3, 1);

    /**
     * Started once for all tests of a JVM: Kafka, MariaDB, the API and three workers. Who breaks something of it mends it
     * before the test ends.
     */
    public static SystemUnderTest shared() {
        return Shared.SYSTEM;
    }

    /** On the servers of that stack, behind an API of one's own, with other topics and another consumer group. */
    public static SystemUnderTest of(Stack stack, CouponClient client, CouponTopics names, String group) {
        var topics = new TestTopics(stack.kafka().bootstrapServers(), names);
        return new SystemUnderTest(stack, client, TestDatabase.of(stack.database()), topics, group);
    }

    /** Those with which every JVM of a stack is started, and more for those that are named. */
    static Map<String, AppOptions> options(Map<String, AppOptions> more) {
        return Stream.of("kafka", "producer", "consumer-1", "consumer-2", "consumer-3")
                .collect(Collectors.toMap(name -> name, name -> options(more.getOrDefault(name, AppOptions.NONE))));
    }

    /** Those of one of them, and more. */
    public static AppOptions options(AppOptions more) {
        return AppOptions.LIGHT.and(more);
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

    private static long sum(List<Long> offsets) {
        return offsets.stream().mapToLong(Long::longValue).sum();
    }

    /** All that is to be seen of these coupons, once the system is at rest. */
    public Evidence evidence(Collection<Coupon> couponsBefore, List<Answer> answers) {
        var evidence = new Evidence();
        Set<Long> ids = couponsBefore.stream().map(Coupon::couponId).collect(toSet());
        couponsBefore.forEach(evidence::couponBefore);
        evidence.answers.addAll(answers);
        readLog(evidence, ids);
        topics.readAll(topics.names().couponIssueDlt())
                .forEach(record -> evidence.deadLetters.add(
                        requireNonNull(KafkaDeadLetterQueue.origin(record), "a dead letter without its position")));
        readResults(evidence, ids);
        ids.forEach(couponId -> readTables(database, evidence, couponId));
        return evidence;
    }

    private void readLog(Evidence evidence, Set<Long> couponIds) {
        var codec = new CouponIssueEventCodec();
        for (ConsumerRecord<byte[], byte[]> record :
                topics.readAll(topics.names().couponIssue())) {
            QueuePosition position = new QueuePosition(record.partition(), record.offset());
            DecodedRecord decoded = codec.decode(record.key(), record.value(), position);
            if (!(decoded instanceof Decodable readable)
                    || couponIds.contains(readable.request().event().couponId())) {
                evidence.logged(position, decoded);
            }
        }
    }

    private void readResults(Evidence evidence, Set<Long> couponIds) {
        var codec = new CouponIssueResultCodec();
        topics.readAll(topics.names().couponIssueResults()).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> couponIds.contains(result.couponId()))
                .forEach(evidence::published);
    }

    static void readTables(TestDatabase database, Evidence evidence, long couponId) {
        evidence.coupon(database.coupon(couponId));
        database.results(couponId).forEach(evidence::stored);
        database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = " + couponId)
                .forEach(userId -> evidence.holding(new Holding(couponId, userId)));
    }

    private static final class Shared {
        static final SystemUnderTest SYSTEM = start();

        private static SystemUnderTest start() {
            Stack stack = Stack.start(
                    StackSettings.forTests(ROOT, TestServers.newHome("stack"), WORKERS)
                            .withOptions(options(Map.of())),
                    System.out::println);
            return of(stack, new CouponClient(stack.apiUrl()), NAMES, "coupon-issue-consumer-group");
        }
    }
}
