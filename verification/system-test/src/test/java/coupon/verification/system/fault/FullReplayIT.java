package coupon.verification.system.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.verification.guarantee.Answer;
import coupon.core.queue.wire.CouponIssueResultCodec;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestTopics;
import coupon.verification.system.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class FullReplayIT {
    @RegisterExtension
    final Scene scene = new Scene("full replay");

    private final TestTopics topics = scene.topics();

    @Test
    void every_outcome_stays_and_is_published_again_while_new_people_come() throws Exception {
        Coupon coupon = scene.coupon(700);
        Coupon other = scene.coupon(Scene.PLENTY);
        List<Answer> answers = new ArrayList<>(
                new Crowd(scene.client, 1_000, 2, 16, 0, System.nanoTime()).askFor(List.of(coupon.couponId())));
        scene.observer.awaitRest(Duration.ofMinutes(1));
        List<CouponIssueResult> ledger = scene.database.results(coupon.couponId());
        List<Long> holders = holders(coupon);
        Map<PublishedResult, Long> published = published(coupon);

        AtOnce.stop(scene.stack.workers());
        resetTheGroup();
        long mended;
        try (Comers comers = scene.comersTo(other)) {
            comers.awaitTold(System.nanoTime(), 100, Told::isAccepted);
            mended = System.nanoTime();
            AtOnce.start(scene.stack.workers());
            scene.awaitServed(other);
            comers.leave().forEach(told -> answers.add(told.answer()));
        }
        scene.assertGuaranteesHoldFor(answers);
        scene.tellRecovered(mended);

        assertThat(ledger).hasSizeBetween(700, 2_000);
        assertThat(scene.database.results(coupon.couponId())).containsExactlyInAnyOrderElementsOf(ledger);
        assertThat(holders(coupon)).hasSize(700).isEqualTo(holders);
        assertThat(published(coupon).keySet()).isEqualTo(published.keySet());
        assertThat(published(coupon))
                .allSatisfy((result, times) -> assertThat(times).isGreaterThan(published.getOrDefault(result, 0L)));
    }

    private void resetTheGroup() throws Exception {
        String events = topics.names().couponIssue();
        Map<TopicPartition, OffsetAndMetadata> earliest = IntStream.range(0, topics.partitions(events))
                .boxed()
                .collect(toMap(partition -> new TopicPartition(events, partition), all -> new OffsetAndMetadata(0)));
        try (Admin admin = topics.admin()) {
            await().atMost(Duration.ofMinutes(1))
                    .ignoreException(ExecutionException.class)
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets(scene.observer.group(), earliest)
                            .all()
                            .get(10, TimeUnit.SECONDS));
        }
        assertThat(topics.committedOffset(scene.observer.group(), new TopicPartition(events, 0)))
                .isZero();
    }

    private List<Long> holders(Coupon coupon) {
        return scene.database.numbers(
                "SELECT user_id FROM user_coupon WHERE coupon_id = " + coupon.couponId() + " ORDER BY user_id");
    }

    /** How often each result of the coupon is on the topic. */
    private Map<PublishedResult, Long> published(Coupon coupon) {
        var codec = new CouponIssueResultCodec();
        return topics.readAll(topics.names().couponIssueResults()).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> result.couponId() == coupon.couponId())
                .collect(groupingBy(result -> result, counting()));
    }
}
