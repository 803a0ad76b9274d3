package coupon.verification.system.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.queue.wire.PublishedResult;
import coupon.core.testing.TestTopics;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.Load;
import coupon.verification.system.Response;
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
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault-long")
class FullReplayIT {
    @RegisterExtension
    final Scenario scenario = new Scenario("full replay");

    private final TestTopics topics = scenario.topics;

    @Test
    void every_outcome_stays_and_is_published_again_while_new_requests_come() throws Exception {
        Coupon coupon = scenario.coupon(700);
        Coupon other = scenario.coupon(Scenario.PLENTY);
        List<Answer> answers = new ArrayList<>(scenario.closedLoop(1_000, 2, 16, coupon));
        scenario.system.awaitRest(Duration.ofMinutes(1));
        List<CouponIssueResult> stored = scenario.database.results(coupon.couponId());
        List<Long> holders = holders(coupon);
        Map<PublishedResult, Long> published = published(coupon);

        ServerSetup.stop(scenario.stack.workers());
        resetTheGroup();
        long mended;
        try (Load load = scenario.loadOn(other)) {
            load.awaitResponses(System.nanoTime(), 100, Response::isAccepted);
            mended = System.nanoTime();
            ServerSetup.start(scenario.stack.workers());
            scenario.awaitSuccess(other);
            answers.addAll(Response.answers(load.stop()));
        }
        scenario.assertGuaranteesHoldFor(answers);
        scenario.reportRecovery(mended);

        assertThat(stored).hasSizeBetween(700, 2_000);
        assertThat(scenario.database.results(coupon.couponId())).containsExactlyInAnyOrderElementsOf(stored);
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
                    .untilAsserted(() -> admin.alterConsumerGroupOffsets(scenario.system.group, earliest)
                            .all()
                            .get(10, TimeUnit.SECONDS));
        }
        assertThat(topics.committedOffsets(scenario.system.group)).containsOnly(0L);
    }

    private List<Long> holders(Coupon coupon) {
        return scenario.database.numbers(
                "SELECT user_id FROM user_coupon WHERE coupon_id = " + coupon.couponId() + " ORDER BY user_id");
    }

    /** How often each result of the coupon is on the topic. */
    private Map<PublishedResult, Long> published(Coupon coupon) {
        return scenario.published(coupon).stream().collect(groupingBy(result -> result, counting()));
    }
}
