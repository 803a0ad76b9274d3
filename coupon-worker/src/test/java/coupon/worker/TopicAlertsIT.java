package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What happens to topics that threatens a guarantee, all but their re-creation. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class TopicAlertsIT {
    private static final Duration NOTICED_MAX = Duration.ofSeconds(30);

    /** Tests are quieter than a worker. */
    private static final String TELL = "--logging.level.coupon.worker.topic=info";

    /** Of coupon 1. */
    private static final int PARTITION = 0;

    @Test
    void a_change_of_the_partition_count_is_an_alert_and_decisions_go_on_in_the_old_and_the_new_partitions(
            CapturedOutput output) throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            TestWorker worker = fixture.worker(TELL);
            assertThat(worker.metric("coupon_guard", "events_partitions_changed"))
                    .isZero();
            try (Admin admin = fixture.topics.admin()) {
                admin.createPartitions(Map.of(fixture.names.couponIssue(), NewPartitions.increaseTo(6)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }

            noticed()
                    .untilAsserted(() -> assertThat(worker.topicAlerts())
                            .contains("events_partitions_changed", "had 3 partitions and has 6"));
            assertThat(worker.metric("coupon_guard", "events_partitions_changed"))
                    .isEqualTo(1);
            CouponIssueEvent inNewPartition = fixture.event(1, 16);
            fixture.queue("coupon-1", fixture.record(inNewPartition).value(), 5);
            fixture.awaitAcknowledged();
            CouponIssueEvent inOldPartition = fixture.event(1, 16);
            fixture.queue("coupon-1", fixture.record(inOldPartition).value(), PARTITION);
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(inNewPartition)).isEqualTo(SUCCESS);
            assertThat(fixture.outcome(inOldPartition)).isEqualTo(DUPLICATE_REQUEST);
            worker.awaitReady();
            assertThat(worker.topicAlerts()).contains("events_partitions_changed");
            assertThat(output.getAll()).containsOnlyOnce("events_partitions_changed: the events topic");
        }
    }

    @Test
    void records_that_are_deleted_under_a_working_worker_are_an_alert_and_the_rest_is_decided(CapturedOutput output)
            throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 1_000);
            TestWorker worker = fixture.worker(TELL);
            fixture.queueUsers(1, 1, 100);
            fixture.awaitAcknowledged();

            try (Connection operator = fixture.database.lockCoupon(1)) {
                fixture.queueUsers(1, 101, 110);
                await().untilAsserted(() ->
                        assertThat(fixture.database.waitingDeciders()).isEqualTo(1));
                fixture.queueUsers(1, 111, 210);
                deleteRecordsBefore(160, fixture);
                noticed()
                        .untilAsserted(() -> assertThat(worker.topicAlerts())
                                .contains("undecided_records_deleted", "at most {0=60}"));
                operator.rollback();
            }
            fixture.awaitAcknowledged();

            assertThat(fixture.holders(1)).contains(161L, 210L);
            worker.awaitReady();
            assertThat(worker.metric("coupon_guard", "undecided_records_deleted"))
                    .isEqualTo(1);
            assertThat(worker.metric("coupon_guard_undecided_deleted_total", ""))
                    .isEqualTo(60);
            assertThat(output.getAll()).containsOnlyOnce("undecided_records_deleted: records of");
            await().untilAsserted(() -> assertThat(output.getAll())
                    .containsOnlyOnce("partition 0 is decided again after what was deleted"));
        }
    }

    @Test
    void records_that_were_deleted_before_a_worker_started_are_an_alert_though_it_goes_on_at_once() throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 1_000);
            TestWorker former = fixture.worker(TELL);
            fixture.queueUsers(1, 1, 50);
            fixture.awaitAcknowledged();
            former.close();
            fixture.queueUsers(1, 51, 150);
            deleteRecordsBefore(120, fixture);

            TestWorker worker = fixture.worker(TELL);

            noticed()
                    .untilAsserted(() ->
                            assertThat(worker.topicAlerts()).contains("undecided_records_deleted", "at most {0=70}"));
            fixture.awaitAcknowledged();
            assertThat(worker.metric("coupon_guard_undecided_deleted_total", ""))
                    .isEqualTo(70);
            assertThat(fixture.decidedCount()).isEqualTo(80);
            worker.awaitReady();
        }
    }

    @Test
    void records_that_are_deleted_after_they_were_decided_are_no_alert() throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 1_000);
            TestWorker former = fixture.worker(TELL);
            fixture.queueUsers(1, 1, 50);
            fixture.awaitAcknowledged();
            former.close();
            deleteRecordsBefore(50, fixture);
            fixture.queueUsers(1, 51, 60);

            TestWorker worker = fixture.worker(TELL);
            fixture.awaitAcknowledged();

            assertThat(worker.topicAlerts()).isEqualTo("\"topicAlerts\":{}");
            assertThat(worker.metric("coupon_guard_undecided_deleted_total", ""))
                    .isZero();
        }
    }

    /** The events, and the results. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_topic_that_is_gone_makes_the_worker_unready_until_it_exists_again(int which, CapturedOutput output)
            throws Exception {
        try (var fixture = WorkerFixture.open();
                Admin admin = fixture.topics.admin()) {
            fixture.database.insertCoupon(1, 5);
            TestWorker worker = fixture.worker(TELL);
            NewTopic topic = fixture.names.all().get(which);
            admin.deleteTopics(List.of(topic.name())).all().get(10, TimeUnit.SECONDS);

            noticed()
                    .untilAsserted(() ->
                            assertThat(worker.topicAlerts()).contains("topics_missing", "[" + topic.name() + "]"));
            assertThat(worker.readinessBody()).contains("\"reason\":\"the broker does not have");
            assertThat(worker.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(worker.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(worker.metric("coupon_guard", "topics_missing")).isEqualTo(1);
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).doesNotContain(topic.name());

            admin.createTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
            worker.awaitReady();
            assertThat(worker.metric("coupon_guard", "topics_missing")).isZero();
            CouponIssueEvent event = fixture.queue(1, 16);
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(event)).isEqualTo(SUCCESS);
            assertThat(output.getAll())
                    .containsOnlyOnce("topics_missing: the broker does not have")
                    .containsOnlyOnce("topics_missing: over");
        }
    }

    private static ConditionFactory noticed() {
        return await().atMost(NOTICED_MAX);
    }

    private static void deleteRecordsBefore(long offset, WorkerFixture fixture) throws Exception {
        try (Admin admin = fixture.topics.admin()) {
            var partition = new TopicPartition(fixture.names.couponIssue(), PARTITION);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
