package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecreatedTopicIT {
    private static final Duration NOTICED_MAX = Duration.ofSeconds(30);

    /** The worker is busy meanwhile, or the client might notice by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void requests_in_a_topic_that_was_created_again_are_all_decided(String groupProtocol) throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 1_000);
            TestWorker worker = fixture.worker("--app.kafka.consumer.group-protocol=" + groupProtocol);
            fixture.queueUsers(1, 1, 100);
            fixture.awaitAcknowledged();

            try (Connection operator = fixture.database.lockCoupon(1)) {
                fixture.queueUsers(1, 101, 110);
                await().untilAsserted(() ->
                        assertThat(fixture.database.waitingDeciders()).isEqualTo(1));
                recreateEvents(fixture);
                fixture.queueUsers(1, 201, 400);
                operator.rollback();
            }

            await().atMost(NOTICED_MAX)
                    .untilAsserted(
                            () -> assertThat(worker.topicAlerts()).contains("\"events_topic_recreated\":\"the events"));
            assertThat(worker.metric("coupon_guard", "events_topic_recreated")).isEqualTo(1);
            await().untilAsserted(() -> assertThat(holdersFrom201(fixture)).isEqualTo(200));
            assertThat(fixture.database.coupon(1).stock())
                    .isEqualTo(1_000 - fixture.holders(1).size());
        }
    }

    private static long holdersFrom201(WorkerFixture fixture) {
        return fixture.database.number("SELECT COUNT(*) FROM user_coupon WHERE user_id > 200");
    }

    private static void recreateEvents(WorkerFixture fixture) throws Exception {
        try (Admin admin = fixture.topics.admin()) {
            admin.deleteTopics(List.of(fixture.names.couponIssue())).all().get(10, TimeUnit.SECONDS);
            await().until(() -> !admin.listTopics().names().get().contains(fixture.names.couponIssue()));
            admin.createTopics(List.of(fixture.names.all().get(0))).all().get(10, TimeUnit.SECONDS);
        }
    }
}
