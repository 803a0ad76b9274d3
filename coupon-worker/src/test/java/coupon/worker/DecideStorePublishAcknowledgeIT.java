package coupon.worker;

import static coupon.core.domain.CouponIssueStatus.BUSINESS_ERROR;
import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.domain.CouponIssueStatus.SYSTEM_ERROR;
import static coupon.core.domain.CouponIssueStatus.VALIDATION_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.queue.wire.PublishedResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DecideStorePublishAcknowledgeIT {
    private final Stage stage = Stage.open();

    @AfterEach
    void tearDown() {
        stage.close();
    }

    @Test
    void every_request_in_line_is_decided_stored_published_and_acknowledged() {
        stage.database.insertCoupon(1, 2);
        stage.database.insertCoupon(2, 5);
        stage.database.execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = 2");
        stage.worker();

        CouponIssueEvent first = stage.queue(1, 16);
        CouponIssueEvent again = stage.queue(1, 16);
        CouponIssueEvent second = stage.queue(1, 17);
        CouponIssueEvent late = stage.queue(1, 18);
        CouponIssueEvent paused = stage.queue(2, 16);
        CouponIssueEvent unknown = stage.queue(999, 16);
        stage.awaitAcknowledged();

        assertThat(stage.outcome(first)).isEqualTo(SUCCESS);
        assertThat(stage.outcome(again)).isEqualTo(DUPLICATE_REQUEST);
        assertThat(stage.outcome(second)).isEqualTo(SUCCESS);
        assertThat(stage.outcome(late)).isEqualTo(OUT_OF_STOCK);
        assertThat(stage.outcome(paused)).isEqualTo(BUSINESS_ERROR);
        assertThat(stage.outcome(unknown)).isEqualTo(VALIDATION_FAILED);
        assertThat(stage.stock(1)).isZero();
        assertThat(stage.holders(1)).containsExactly(16L, 17L);
        assertThat(stage.published(6))
                .filteredOn(result -> result.couponId() == 1)
                .extracting(PublishedResult::eventId, PublishedResult::outcome)
                .containsExactly(
                        tuple(first.eventId(), SUCCESS),
                        tuple(again.eventId(), DUPLICATE_REQUEST),
                        tuple(second.eventId(), SUCCESS),
                        tuple(late.eventId(), OUT_OF_STOCK));
    }

    @Test
    void a_full_replay_changes_nothing_and_publishes_the_same_results_again() {
        stage.database.insertCoupon(1, 5);
        TestWorker worker = stage.worker();
        stage.queueUsers(1, 1, 20);
        stage.awaitAcknowledged();
        List<PublishedResult> before = stage.published(20);
        worker.close();
        stage.rewindGroup();

        stage.worker();
        stage.awaitAcknowledged();

        assertThat(stage.published(40)).isEqualTo(twice(before));
        assertThat(stage.decidedCount()).isEqualTo(20);
        assertThat(stage.stock(1)).isZero();
        assertThat(stage.holders(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_request_that_the_database_refuses_is_a_system_error_and_costs_only_itself() {
        stage.database.insertCoupon(1, 10);
        stage.database.execute("CREATE TRIGGER refuse_user_13 BEFORE INSERT ON user_coupon FOR EACH ROW"
                + " IF NEW.user_id = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'; END IF");
        List<CouponIssueEvent> queued = stage.queueUsers(1, 11, 15);

        stage.worker();
        stage.awaitAcknowledged();

        assertThat(queued).extracting(stage::outcome).containsExactly(SUCCESS, SUCCESS, SYSTEM_ERROR, SUCCESS, SUCCESS);
        assertThat(stage.stock(1)).isEqualTo(6);
        assertThat(stage.topics.endOffsets(stage.names.couponIssueDlt())).containsOnly(0L);
    }

    @Test
    void the_next_generation_of_the_group_protocol_decides_just_as_well() {
        stage.database.insertCoupon(1, 3);
        stage.database.insertCoupon(2, 3);
        TestWorker worker = stage.worker("--app.kafka.consumer.group-protocol=consumer");
        stage.worker("--app.kafka.consumer.group-protocol=consumer");
        stage.queueUsers(1, 1, 100);
        stage.queueUsers(2, 1, 100);
        stage.awaitAcknowledged();
        worker.close();
        stage.queueUsers(1, 101, 200);
        stage.awaitAcknowledged();

        assertThat(stage.decidedCount()).isEqualTo(300);
        assertThat(stage.holders(1)).containsExactly(1L, 2L, 3L);
        assertThat(stage.holders(2)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_worker_that_stops_in_mid_load_leaves_the_rest_to_the_next() {
        stage.database.insertCoupon(1, 5_000);
        TestWorker first = stage.worker("--app.kafka.consumer.batch-records-max=50");
        stage.queueUsers(1, 1, 10_000);
        await().until(() -> stage.committedOffsets().get(0) > 0);
        first.close();

        long acknowledged = stage.committedOffsets().get(0);
        assertThat(acknowledged).as("stopped in the middle").isBetween(1L, 9_999L);
        assertThat(stage.decidedCount()).as("it finished its batch").isEqualTo(acknowledged);
        assertThat(stage.publishedCount()).isEqualTo(acknowledged);

        stage.worker();
        stage.awaitAcknowledged();
        assertThat(stage.decidedCount()).isEqualTo(10_000);
        assertThat(stage.publishedCount()).as("nothing was done twice").isEqualTo(10_000);
        assertThat(stage.holders(1))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 5_000).boxed().toList());
    }

    private static List<PublishedResult> twice(List<PublishedResult> results) {
        return Stream.concat(results.stream(), results.stream()).toList();
    }
}
