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
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DecideStorePublishAcknowledgeIT {
    private final WorkerFixture fixture = WorkerFixture.open();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void every_queued_request_is_decided_stored_published_and_acknowledged() {
        fixture.database.insertCoupon(1, 2);
        fixture.database.insertCoupon(2, 5);
        fixture.database.execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = 2");
        fixture.worker();

        CouponIssueEvent first = fixture.queue(1, 16);
        CouponIssueEvent again = fixture.queue(1, 16);
        CouponIssueEvent second = fixture.queue(1, 17);
        CouponIssueEvent late = fixture.queue(1, 18);
        CouponIssueEvent paused = fixture.queue(2, 16);
        CouponIssueEvent unknown = fixture.queue(999, 16);
        fixture.awaitAcknowledged();

        assertThat(fixture.outcome(first)).isEqualTo(SUCCESS);
        assertThat(fixture.outcome(again)).isEqualTo(DUPLICATE_REQUEST);
        assertThat(fixture.outcome(second)).isEqualTo(SUCCESS);
        assertThat(fixture.outcome(late)).isEqualTo(OUT_OF_STOCK);
        assertThat(fixture.outcome(paused)).isEqualTo(BUSINESS_ERROR);
        assertThat(fixture.outcome(unknown)).isEqualTo(VALIDATION_FAILED);
        assertThat(fixture.database.coupon(1).stock()).isZero();
        assertThat(fixture.holders(1)).containsExactly(16L, 17L);
        assertThat(fixture.published(6))
                .filteredOn(result -> result.couponId() == 1)
                .extracting(PublishedResult::eventId, PublishedResult::outcome)
                .containsExactly(
                        tuple(first.eventId(), SUCCESS),
                        tuple(again.eventId(), DUPLICATE_REQUEST),
                        tuple(second.eventId(), SUCCESS),
                        tuple(late.eventId(), OUT_OF_STOCK));
    }

    @Test
    void a_full_replay_changes_nothing_and_publishes_the_same_results_again() throws Exception {
        fixture.database.insertCoupon(1, 5);
        TestWorker worker = fixture.worker();
        fixture.queueUsers(1, 1, 20);
        fixture.awaitAcknowledged();
        List<PublishedResult> before = fixture.published(20);
        worker.close();
        rewindGroup();

        fixture.worker();
        fixture.awaitAcknowledged();

        assertThat(fixture.published(40)).isEqualTo(twice(before));
        assertThat(fixture.decidedCount()).isEqualTo(20);
        assertThat(fixture.database.coupon(1).stock()).isZero();
        assertThat(fixture.holders(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_request_that_the_database_refuses_is_a_system_error_and_costs_only_itself() {
        fixture.database.insertCoupon(1, 10);
        fixture.database.execute("CREATE TRIGGER refuse_user_13 BEFORE INSERT ON user_coupon FOR EACH ROW"
                + " IF NEW.user_id = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this one'; END IF");
        List<CouponIssueEvent> queued = fixture.queueUsers(1, 11, 15);

        fixture.worker();
        fixture.awaitAcknowledged();

        assertThat(queued)
                .extracting(fixture::outcome)
                .containsExactly(SUCCESS, SUCCESS, SYSTEM_ERROR, SUCCESS, SUCCESS);
        assertThat(fixture.database.coupon(1).stock()).isEqualTo(6);
        assertThat(fixture.topics.endOffsets(fixture.names.couponIssueDlt())).containsOnly(0L);
    }

    @Test
    void the_next_generation_of_the_group_protocol_decides_just_as_well() {
        fixture.database.insertCoupon(1, 3);
        fixture.database.insertCoupon(2, 3);
        TestWorker worker = fixture.worker("--app.kafka.consumer.group-protocol=consumer");
        fixture.worker("--app.kafka.consumer.group-protocol=consumer");
        fixture.queueUsers(1, 1, 100);
        fixture.queueUsers(2, 1, 100);
        fixture.awaitAcknowledged();
        worker.close();
        fixture.queueUsers(1, 101, 200);
        fixture.awaitAcknowledged();

        assertThat(fixture.decidedCount()).isEqualTo(300);
        assertThat(fixture.holders(1)).containsExactly(1L, 2L, 3L);
        assertThat(fixture.holders(2)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_worker_that_stops_in_mid_load_leaves_the_rest_to_the_next() throws Exception {
        fixture.database.insertCoupon(1, 5_000);
        TestWorker first = fixture.worker("--app.kafka.consumer.batch-records-max=20");
        try (Connection operator = fixture.database.lockCoupon(1)) {
            fixture.queueUsers(1, 1, 10_000); // which may take as long as to decide them
            operator.rollback();
        }
        await().pollDelay(Duration.ZERO).until(() -> fixture.committedOffsets().get(0) > 0);
        first.close();

        long acknowledged = fixture.committedOffsets().get(0);
        assertThat(acknowledged).as("stopped in the middle").isBetween(1L, 9_999L);
        assertThat(fixture.decidedCount()).as("it finished its batch").isEqualTo(acknowledged);
        assertThat(publishedCount()).isEqualTo(acknowledged);

        fixture.worker();
        fixture.awaitAcknowledged();
        assertThat(fixture.decidedCount()).isEqualTo(10_000);
        assertThat(publishedCount()).as("nothing was done twice").isEqualTo(10_000);
        assertThat(fixture.holders(1))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 5_000).boxed().toList());
    }

    private long publishedCount() {
        return fixture.topics.endOffsets(fixture.names.couponIssueResults()).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Lets the group begin again; no worker may be running. */
    private void rewindGroup() {
        try (Admin admin = fixture.topics.admin()) {
            // One that has just stopped may be a member until its session is over.
            await().ignoreExceptionsMatching(failure -> failure.getCause() instanceof GroupNotEmptyException)
                    .until(() -> {
                        admin.deleteConsumerGroups(List.of(fixture.group)).all().get(10, TimeUnit.SECONDS);
                        return true;
                    });
        }
    }

    private static List<PublishedResult> twice(List<PublishedResult> results) {
        return Stream.concat(results.stream(), results.stream()).toList();
    }
}
