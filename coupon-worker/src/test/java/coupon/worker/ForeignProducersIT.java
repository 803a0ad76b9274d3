package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What delays one partition delays no other: locked coupons, foreign transactions, records that are too large. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ForeignProducersIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void a_coupon_whose_lock_is_held_by_somebody_else_delays_no_other_partition() throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 100);
            fixture.database.insertCoupon(2, 100);
            fixture.database.insertCoupon(3, 100);
            fixture.worker();
            try (Connection operator = fixture.database.lockCoupon(1)) {
                fixture.queueUsers(1, 1, 10);
                await().untilAsserted(() ->
                        assertThat(fixture.database.waitingDeciders()).isEqualTo(1));

                for (int round = 0; round < 3; round++) {
                    fixture.queueUsers(2, round * 10 + 1, round * 10 + 10);
                    fixture.queueUsers(3, round * 10 + 1, round * 10 + 10);
                    int decided = (round + 1) * 10;
                    await().atMost(SOON).until(() -> fixture.holders(2).size() == decided);
                    await().atMost(SOON).until(() -> fixture.holders(3).size() == decided);
                }
                assertThat(fixture.holders(1)).isEmpty();
                operator.rollback();
            }

            fixture.awaitAcknowledged();
            assertThat(fixture.holders(1)).hasSize(10);
        }
    }

    @Test
    void an_aborted_transaction_is_not_decided_and_its_marker_does_not_count_as_lag() {
        try (var fixture = WorkerFixture.open();
                KafkaProducer<byte[], byte[]> foreign = transactional(fixture)) {
            fixture.database.insertCoupon(1, 100);
            fixture.worker();
            CouponIssueEvent aborted = fixture.event(1, 16);
            foreign.initTransactions();
            foreign.beginTransaction();
            foreign.send(fixture.record(aborted));
            foreign.flush();
            foreign.abortTransaction();
            CouponIssueEvent after = fixture.queue(1, 17);
            foreign.beginTransaction();
            CouponIssueEvent committed = fixture.event(1, 18);
            foreign.send(fixture.record(committed));
            foreign.commitTransaction();

            fixture.awaitAcknowledged(); // the end of the partition is behind a marker

            assertThat(fixture.holders(1)).containsExactly(17L, 18L);
            assertThat(fixture.outcome(after)).isEqualTo(SUCCESS);
            assertThat(fixture.decidedCount()).isEqualTo(2);
        }
    }

    @Test
    @Tag("fault-long")
    void an_open_transaction_holds_only_its_partition_and_is_an_alert_after_half_a_minute() {
        try (var fixture = WorkerFixture.open();
                KafkaProducer<byte[], byte[]> foreign = transactional(fixture)) {
            fixture.database.insertCoupon(1, 100);
            fixture.database.insertCoupon(2, 100);
            TestWorker worker = fixture.worker();
            foreign.initTransactions();
            foreign.beginTransaction();
            foreign.send(fixture.record(fixture.event(1, 16)));
            foreign.flush();
            fixture.queue(1, 17);
            fixture.queue(2, 17);

            await().atMost(SOON).until(() -> fixture.holders(2).size() == 1);
            assertThat(fixture.holders(1)).isEmpty();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(worker.topicAlerts()).contains("transaction_left_open", "in partitions [0]"));
            assertThat(worker.metric("coupon_guard", "transaction_left_open")).isEqualTo(1);

            foreign.commitTransaction();
            fixture.awaitAcknowledged();
            assertThat(fixture.holders(1)).containsExactly(16L, 17L);
            await().untilAsserted(() -> assertThat(worker.topicAlerts()).isEqualTo("\"topicAlerts\":{}"));
        }
    }

    @Test
    void a_record_that_is_too_large_for_the_dead_letters_is_set_aside_by_reference() throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 100);
            alter(fixture, fixture.names.couponIssue(), "max.message.bytes", "8000000");
            byte[] large = new byte[5_000_000];
            try (var foreign = producer(fixture, Map.of())) {
                var record =
                        new ProducerRecord<>(fixture.names.couponIssue(), 0, WorkerFixture.bytes("coupon-1"), large);
                // The broker takes the new limit over after it has answered.
                await().ignoreExceptions()
                        .until(() ->
                                foreign.send(record).get(30, TimeUnit.SECONDS).hasOffset());
            }
            CouponIssueEvent behind = fixture.queue(1, 16);

            fixture.worker();
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(behind)).isEqualTo(SUCCESS);
            assertThat(fixture.topics.read(fixture.names.couponIssueDlt(), 1))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.value()).isNull();
                        assertThat(new String(
                                        letter.headers()
                                                .lastHeader("kafka_dlt-exception-message")
                                                .value(),
                                        StandardCharsets.UTF_8))
                                .startsWith("too large to be copied, 5000008 bytes: not an event");
                    });
        }
    }

    @Test
    void a_worker_that_starts_alters_no_topic_and_the_difference_is_an_alert() throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 100);
            alter(fixture, fixture.names.couponIssueDlt(), "max.message.bytes", "2000000");

            TestWorker worker = fixture.worker("--app.kafka.topic.partitions=6");

            assertThat(worker.topicAlerts())
                    .contains(
                            fixture.names.couponIssue() + " has 3 partitions, configured are 6",
                            fixture.names.couponIssueDlt() + " has max.message.bytes=2000000");
            assertThat(worker.metric("coupon_guard", "topics_not_as_configured"))
                    .isEqualTo(1);
            assertThat(fixture.topics.partitions(fixture.names.couponIssue())).isEqualTo(3);
            worker.awaitReady();
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional(WorkerFixture fixture) {
        return producer(
                fixture,
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "foreign-" + UUID.randomUUID(),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, // by default the broker aborts it after a minute
                        600_000));
    }

    private static KafkaProducer<byte[], byte[]> producer(WorkerFixture fixture, Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, fixture.topics.bootstrapServers());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8_000_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void alter(WorkerFixture fixture, String topic, String setting, String value) throws Exception {
        try (Admin admin = fixture.topics.admin()) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
