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
    void requests_in_a_line_that_begins_anew_are_all_decided(String groupProtocol) throws Exception {
        try (var stage = Stage.open()) {
            stage.database.insertCoupon(1, 1_000);
            TestWorker worker = stage.worker("--app.kafka.consumer.group-protocol=" + groupProtocol);
            stage.queueUsers(1, 1, 100);
            stage.awaitAcknowledged();

            try (Connection operator = stage.database.connect()) {
                stage.holdCoupon(1, operator);
                stage.queueUsers(1, 101, 110);
                await().untilAsserted(() -> assertThat(stage.waitingDeciders()).isEqualTo(1));
                recreateTheLine(stage);
                stage.queueUsers(1, 201, 400);
                operator.rollback();
            }

            await().atMost(NOTICED_MAX)
                    .untilAsserted(
                            () -> assertThat(worker.conditions()).contains("\"events_topic_recreated\":\"the events"));
            assertThat(worker.metric("coupon_guard", "events_topic_recreated")).isEqualTo(1);
            await().untilAsserted(() -> assertThat(holdersFrom201(stage)).isEqualTo(200));
            assertThat(stage.stock(1)).isEqualTo(1_000 - stage.holders(1).size());
        }
    }

    private static long holdersFrom201(Stage stage) {
        return stage.database.number("SELECT COUNT(*) FROM user_coupon WHERE user_id > 200");
    }

    private static void recreateTheLine(Stage stage) throws Exception {
        try (Admin admin = stage.topics.admin()) {
            admin.deleteTopics(List.of(stage.names.couponIssue())).all().get(10, TimeUnit.SECONDS);
            await().until(() -> !admin.listTopics().names().get().contains(stage.names.couponIssue()));
            admin.createTopics(List.of(stage.names.all().get(0))).all().get(10, TimeUnit.SECONDS);
        }
    }
}
