package coupon.verification.system;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.Holding;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.kafka.KafkaDeadLetterQueue;
import coupon.core.queue.wire.CouponIssueEventCodec;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.DecodedRecord;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestTopics;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Evidence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks at a system from outside: its topics, its tables, its consumer group. */
public final class Observer {
    private final TestTopics topics;
    private final String group;
    private final TestDatabase database;

    /** @param group of the workers */
    public Observer(TestTopics topics, String group, TestDatabase database) {
        this.topics = topics;
        this.group = group;
        this.database = database;
    }

    public String group() {
        return group;
    }

    /** Waits until everything accepted is decided, published and acknowledged. */
    public void awaitRest(Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(200)).until(() -> lag() == 0);
    }

    public long lag() {
        String events = topics.names().couponIssue();
        List<Long> ends = topics.endOffsets(events);
        long lag = 0;
        for (int partition = 0; partition < ends.size(); partition++) {
            lag += ends.get(partition) - topics.committedOffset(group, new TopicPartition(events, partition));
        }
        return lag;
    }

    public long deadLetters() {
        return topics.endOffsets(topics.names().couponIssueDlt()).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** All that is to be seen of these coupons, once the system is at rest. */
    public Evidence evidence(Collection<Coupon> couponsBefore, List<Answer> answers) {
        var evidence = new Evidence();
        Set<Long> ids = couponsBefore.stream().map(Coupon::couponId).collect(toSet());
        couponsBefore.forEach(evidence::couponBefore);
        answers.forEach(evidence::answered);
        readLog(evidence, ids);
        readDeadLetters(evidence);
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

    private void readDeadLetters(Evidence evidence) {
        for (ConsumerRecord<byte[], byte[]> record :
                topics.readAll(topics.names().couponIssueDlt())) {
            evidence.deadLettered(
                    requireNonNull(KafkaDeadLetterQueue.origin(record), "a dead letter without its position"));
        }
    }

    private void readResults(Evidence evidence, Set<Long> couponIds) {
        var codec = new CouponIssueResultCodec();
        for (ConsumerRecord<byte[], byte[]> record :
                topics.readAll(topics.names().couponIssueResults())) {
            PublishedResult result = codec.decode(record.value());
            if (couponIds.contains(result.couponId())) {
                evidence.published(result);
            }
        }
    }

    static void readTables(TestDatabase database, Evidence evidence, long couponId) {
        evidence.coupon(database.coupon(couponId));
        database.results(couponId).forEach(evidence::stored);
        database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = " + couponId)
                .forEach(userId -> evidence.holding(new Holding(couponId, userId)));
    }
}
