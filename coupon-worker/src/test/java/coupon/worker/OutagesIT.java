package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.kafka.CouponTopics;
import coupon.core.testing.TestDatabase;
import coupon.core.testing.TestServers;
import coupon.core.testing.TestTopics;
import coupon.local.server.KafkaServer;
import coupon.local.server.MariaDbServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OutagesIT {
    private static final CouponTopics NOT_CREATED_YET =
            new CouponTopics("events", "results", "dead-letters", "warm-up", 3, 1);

    @Test
    void a_database_that_dies_and_comes_back_costs_no_request_and_no_position() {
        try (MariaDbServer server = TestServers.ownMariaDb()) {
            server.start();
            try (var fixture = new WorkerFixture(
                    TestDatabase.create(server), TestTopics.create(TestServers.kafkaBootstrapServers()))) {
                fixture.database.insertCoupon(1, 700);
                TestWorker worker = fixture.worker("--app.kafka.consumer.batch-records-max=100");
                fixture.queueUsers(1, 1, 1_000);
                await().until(() -> fixture.committedOffsets().get(0) > 0);

                server.kill();
                fixture.queueUsers(1, 1_001, 2_000);
                await().untilAsserted(() -> assertThat(worker.readinessBody()).contains("deciding a batch fails"));
                long acknowledged = fixture.committedOffsets().get(0);
                server.start();
                fixture.awaitAcknowledged();

                assertThat(acknowledged).isLessThan(2_000);
                assertThat(fixture.decidedCount()).isEqualTo(2_000);
                assertThat(fixture.database.coupon(1).stock()).isZero();
                assertThat(fixture.holders(1))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 700).boxed().toList());
                assertThat(fixture.topics.endOffsets(fixture.names.couponIssueDlt()))
                        .containsOnly(0L);
                worker.awaitReady();
            }
        }
    }

    @Test
    void a_database_that_freezes_makes_the_worker_unready_and_costs_no_request() {
        try (MariaDbServer server = TestServers.ownMariaDb()) {
            server.start();
            try (var fixture = new WorkerFixture(
                    TestDatabase.create(server), TestTopics.create(TestServers.kafkaBootstrapServers()))) {
                fixture.database.insertCoupon(1, 700);
                TestWorker worker = fixture.worker("--app.kafka.consumer.batch-records-max=100");
                fixture.queueUsers(1, 1, 1_000);
                server.pause();
                fixture.queueUsers(1, 1_001, 2_000);
                await().untilAsserted(
                                () -> assertThat(worker.readinessBody()).contains("a batch has been running for"));
                server.resume();
                fixture.awaitAcknowledged();

                assertThat(fixture.decidedCount()).isEqualTo(2_000);
                assertThat(fixture.holders(1))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 700).boxed().toList());
                worker.awaitReady();
            }
        }
    }

    @Test
    void without_the_results_topic_everything_is_decided_and_nothing_acknowledged_until_it_is_published()
            throws Exception {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            TestWorker worker = fixture.worker();
            try (var admin = fixture.topics.admin()) {
                admin.deleteTopics(List.of(fixture.names.couponIssueResults()))
                        .all()
                        .get(10, TimeUnit.SECONDS);
                CouponIssueEvent event = fixture.queue(1, 16);
                await().untilAsserted(() -> assertThat(fixture.outcome(event)).isEqualTo(SUCCESS));
                await().untilAsserted(() -> assertThat(
                                worker.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(503));
                assertThat(fixture.committedOffsets()).containsOnly(0L);

                admin.createTopics(List.of(fixture.names.all().get(1))).all().get(10, TimeUnit.SECONDS);
                fixture.awaitAcknowledged();
                assertThat(fixture.published(1))
                        .first()
                        .satisfies(result -> assertThat(result.eventId()).isEqualTo(event.eventId()));
                worker.awaitReady();
            }
        }
    }

    @Test
    void a_worker_that_starts_before_its_database_and_its_broker_waits_for_them() {
        try (MariaDbServer database = TestServers.ownMariaDb();
                KafkaServer broker = TestServers.ownKafka();
                var fixture = new WorkerFixture(
                        TestDatabase.of(database), new TestTopics(broker.bootstrapServers(), NOT_CREATED_YET))) {
            TestWorker worker = fixture.unreadyWorker();
            await().untilAsserted(() -> assertThat(worker.readinessBody()).contains("migrating the database fails"));
            assertThat(worker.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            database.start();
            await().untilAsserted(() -> assertThat(worker.readinessBody()).contains("creating the topics"));
            broker.start();
            worker.awaitReady();

            fixture.database.insertCoupon(1, 5);
            CouponIssueEvent event = fixture.queue(1, 16);
            fixture.awaitAcknowledged();
            assertThat(fixture.outcome(event)).isEqualTo(SUCCESS);
        }
    }

    @Test
    void a_frozen_broker_makes_the_worker_unready_and_it_says_so_at_once() {
        try (KafkaServer broker = TestServers.ownKafka()) {
            broker.start();
            try (var fixture =
                    new WorkerFixture(TestServers.newDatabase(), TestTopics.create(broker.bootstrapServers()))) {
                fixture.database.insertCoupon(1, 5);
                TestWorker worker = fixture.worker();
                broker.pause();
                await().pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(
                                        worker.get("/actuator/health/readiness").statusCode())
                                .isEqualTo(503));
                assertThat(worker.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

                broker.resume();
                worker.awaitReady();
                CouponIssueEvent event = fixture.queue(1, 16);
                fixture.awaitAcknowledged();
                assertThat(fixture.outcome(event)).isEqualTo(SUCCESS);
            }
        }
    }

    @Test
    void a_worker_stops_in_good_time_though_its_database_and_its_broker_are_gone() {
        try (MariaDbServer database = TestServers.ownMariaDb();
                KafkaServer broker = TestServers.ownKafka()) {
            broker.launch();
            database.start();
            broker.awaitAnswer();
            try (var fixture =
                    new WorkerFixture(TestDatabase.create(database), TestTopics.create(broker.bootstrapServers()))) {
                fixture.database.insertCoupon(1, 5);
                TestWorker worker = fixture.worker();
                database.kill();
                fixture.queue(1, 16);
                await().untilAsserted(() -> assertThat(worker.readinessBody()).contains("deciding a batch fails"));
                broker.pause();

                long began = System.nanoTime();
                worker.close();

                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            }
        }
    }
}
