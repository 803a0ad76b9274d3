package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class WorkerSettingsIT {
    @Test
    void a_queue_that_this_worker_cannot_decide_is_refused_at_start(CapturedOutput output) {
        try (var fixture = WorkerFixture.open()) {
            assertThatThrownBy(() -> fixture.unreadyWorker("--app.queue.type=pigeons"))
                    .hasStackTraceContaining("app.queue");

            assertThat(output)
                    .contains("app.queue.type", "pigeons", "The following values are valid", "KAFKA", "REDIS");
        }
    }

    @Test
    void dangerous_settings_are_not_taken_over() {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            fixture.worker(
                    "--spring.kafka.consumer.enable-auto-commit=true",
                    "--spring.kafka.consumer.auto-offset-reset=latest",
                    "--spring.kafka.consumer.value-deserializer="
                            + "org.apache.kafka.common.serialization.StringDeserializer",
                    "--spring.kafka.producer.acks=0");

            CouponIssueEvent event = fixture.queue(1, 16);
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(event).name()).isEqualTo("SUCCESS");
        }
    }

    @Test
    void one_that_does_not_migrate_waits_until_its_tables_are_there() {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            fixture.database.execute("RENAME TABLE coupon TO not_yet");
            TestWorker worker = fixture.unreadyWorker("--spring.flyway.enabled=false");
            CouponIssueEvent event = fixture.queue(1, 16);
            await().untilAsserted(() ->
                    assertThat(worker.readinessBody()).contains("starting: warming up fails", "doesn't exist"));

            fixture.database.execute("RENAME TABLE not_yet TO coupon");
            worker.awaitReady();
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(event).name()).isEqualTo("SUCCESS");
        }
    }

    @Test
    void what_it_did_can_be_scraped() {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 5);
            TestWorker worker = fixture.worker();
            fixture.queue(1, 16);
            fixture.queue("coupon-1", WorkerFixture.bytes("poison"), 0);
            fixture.awaitAcknowledged();

            String metrics = worker.get("/actuator/prometheus").body();

            assertThat(metrics)
                    .contains("coupon_decided_total{application=\"coupon-worker\",outcome=\"SUCCESS\"} 1.0")
                    .contains("coupon_dead_letters_total{application=\"coupon-worker\"} 1.0")
                    .contains(
                            "coupon_decide_seconds_bucket",
                            "coupon_store_seconds_bucket",
                            "coupon_publish_seconds_bucket",
                            "coupon_acknowledge_seconds_bucket",
                            "coupon_request_latency_seconds_bucket",
                            "coupon_batch_size_bucket",
                            "coupon_batch_running_seconds",
                            "coupon_redelivered_total",
                            "coupon_retries_total{application=\"coupon-worker\",what=\"batch\"} 0.0")
                    .contains("kafka_consumer_fetch_manager_records_lag_max");
        }
    }

    @Test
    void tracing_changes_nothing_about_what_is_decided() {
        try (var fixture = WorkerFixture.open()) {
            fixture.database.insertCoupon(1, 1);
            TestWorker worker = fixture.worker("--spring.profiles.active=tracing");
            CouponIssueEvent first = fixture.queue(1, 16);
            CouponIssueEvent second = fixture.queue(1, 17);
            fixture.awaitAcknowledged();

            assertThat(fixture.outcome(first).name()).isEqualTo("SUCCESS");
            assertThat(fixture.outcome(second).name()).isEqualTo("OUT_OF_STOCK");
            assertThat(worker.get("/actuator/prometheus").body()).contains("spring_kafka_listener_seconds_count");
        }
    }
}
