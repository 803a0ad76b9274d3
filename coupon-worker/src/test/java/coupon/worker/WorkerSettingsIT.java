package coupon.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        try (var stage = Stage.open()) {
            assertThatThrownBy(() -> stage.unreadyWorker("--app.queue.type=pigeons"))
                    .hasStackTraceContaining("app.queue");

            assertThat(output)
                    .contains("app.queue.type", "pigeons", "The following values are valid", "KAFKA", "REDIS");
        }
    }

    @Test
    void dangerous_settings_are_not_taken_over() {
        try (var stage = Stage.open()) {
            stage.database.insertCoupon(1, 5);
            stage.worker(
                    "--spring.kafka.consumer.enable-auto-commit=true",
                    "--spring.kafka.consumer.auto-offset-reset=latest",
                    "--spring.kafka.consumer.value-deserializer="
                            + "org.apache.kafka.common.serialization.StringDeserializer",
                    "--spring.kafka.producer.acks=0");

            CouponIssueEvent event = stage.queue(1, 16);
            stage.awaitAcknowledged();

            assertThat(stage.outcome(event).name()).isEqualTo("SUCCESS");
        }
    }

    @Test
    void what_it_did_can_be_scraped() {
        try (var stage = Stage.open()) {
            stage.database.insertCoupon(1, 5);
            TestWorker worker = stage.worker();
            stage.queue(1, 16);
            stage.queue("coupon-1", Stage.bytes("poison"));
            stage.awaitAcknowledged();

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
        try (var stage = Stage.open()) {
            stage.database.insertCoupon(1, 1);
            TestWorker worker = stage.worker("--spring.profiles.active=tracing");
            CouponIssueEvent first = stage.queue(1, 16);
            CouponIssueEvent second = stage.queue(1, 17);
            stage.awaitAcknowledged();

            assertThat(stage.outcome(first).name()).isEqualTo("SUCCESS");
            assertThat(stage.outcome(second).name()).isEqualTo("OUT_OF_STOCK");
            assertThat(worker.get("/actuator/prometheus").body()).contains("spring_kafka_listener_seconds_count");
        }
    }
}
