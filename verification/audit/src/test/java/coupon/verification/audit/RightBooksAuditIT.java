package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import coupon.verification.audit.AuditStage.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sales in which everything is as it should be. */
class RightBooksAuditIT extends AuditedSale {
    @Test
    void a_clean_sale_passes() {
        sale();
        stage.database.insertCoupon(2, 5);
        stage.queueUsers(2, 1, 10);
        stage.decideAll(100);

        Verdict verdict = passed();

        assertThat(verdict.count("recordsRead")).isEqualTo(40);
        assertThat(verdict.count("requests")).isEqualTo(30);
        assertThat(verdict.count("decided")).isEqualTo(30);
        assertThat(verdict.count("published")).isEqualTo(30);
        assertThat(verdict.count("waiting")).isZero();
        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(10);
        assertThat(verdict.json().get("outcomes").get("OUT_OF_STOCK").asLong()).isEqualTo(10);
        assertThat(verdict.json().get("outcomes").get("DUPLICATE_REQUEST").asLong())
                .isEqualTo(10);
        assertThat(verdict.notes()).isEmpty();
        assertThat(stage.audit(2).exitCode()).isZero();
    }

    @Test
    void a_sale_in_many_batches_passes() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        stage.queueUsers(1, 5, 25);
        stage.decideAll(3);

        assertThat(passed().notes()).isEmpty();
    }

    @Test
    void requests_that_are_not_decided_yet_wait() {
        sale();
        stage.queueUsers(1, 100, 104);

        assertThat(passed().count("waiting")).isEqualTo(5);
    }

    @Test
    void decided_requests_that_are_not_published_yet_are_fine_until_they_are_acknowledged() {
        sale();
        stage.queueUsers(1, 100, 104);
        List<CouponIssueResult> decided = stage.decide(100);

        assertThat(passed().count("notPublished")).isEqualTo(5);

        stage.publish(decided);
        assertThat(passed().count("notPublished")).isZero();
    }

    @Test
    void repeated_event_ids_and_repeated_results_are_fine() {
        stage.database.insertCoupon(1, 1);
        CouponIssueEvent event = stage.event(1, 7);
        stage.queue(event);
        stage.queue(event);
        stage.queueUsers(1, 8, 9);
        stage.queue(new CouponIssueEvent(event.eventId(), 99, 1, Instant.now()));
        List<CouponIssueResult> decided = stage.decide(2);
        stage.publish(decided);
        stage.publish(decided);
        stage.acknowledgeAll();

        assertThat(passed().count("repeated")).isEqualTo(2);
    }

    @Test
    void an_event_id_that_another_coupons_request_had_before_has_its_outcome_there() {
        stage.database.insertCoupon(1, 5);
        stage.database.insertCoupon(5, 5); // in the partition of coupon 1
        CouponIssueEvent event = stage.event(5, 7);
        stage.queue(event);
        stage.queue(new CouponIssueEvent(event.eventId(), 7, 1, Instant.now()));
        stage.decideAll(10);

        assertThat(passed().notes()).singleElement().asString().contains("another coupon");
        assertThat(stage.audit(5).exitCode()).isZero();
    }

    @Test
    void poison_is_fine_if_it_became_a_dead_letter() {
        stage.database.insertCoupon(1, 5);
        stage.queueUsers(1, 1, 3);
        stage.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        stage.queue(null, null);
        stage.queue(
                "coupon-2",
                "{\"eventId\":\"%s\",\"userId\":4,\"couponId\":1,\"timestamp\":1,\"version\":1}"
                        .formatted(UUID.randomUUID())
                        .getBytes(StandardCharsets.UTF_8));
        stage.queue(new CouponIssueEvent(UUID.randomUUID(), -4, 1, Instant.now()));
        stage.queue(new CouponIssueEvent(UUID.randomUUID(), 4, 1, 1, 9));
        stage.queueUsers(1, 4, 6);
        stage.publish(stage.decide(100));
        stage.publishDeadLetters();
        stage.acknowledgeAll();

        Verdict verdict = passed();

        assertThat(verdict.count("unreadable")).isEqualTo(2);
        assertThat(verdict.json().get("outcomes").get("VALIDATION_FAILED").asLong())
                .isEqualTo(3);
    }

    @Test
    void a_pause_and_a_moved_window_are_noted() {
        sale();
        stage.database.execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = 1");
        stage.queueUsers(1, 31, 35);
        stage.decideAll(2);
        stage.database.execute("UPDATE coupon SET paused = FALSE WHERE coupon_id = 1");

        assertThat(passed().notes())
                .singleElement()
                .asString()
                .startsWith("5 requests are BUSINESS_ERROR")
                .contains("the first at 0-30");
    }

    @Test
    void a_running_sale_passes_at_every_moment() {
        stage.database.insertCoupon(1, 3_000);
        stage.queueUsers(1, 1, 6_000);
        stage.acknowledge(Map.of(0, 0L));
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> stage.decideStepByStep(20));
        int auditsWhileItRan = 0;
        while (!running.isDone()) {
            auditsWhileItRan += passed().count("decided") > 0 ? 1 : 0;
        }
        running.join();
        assertThat(auditsWhileItRan).isPositive();

        Verdict verdict = passed();
        assertThat(verdict.count("published")).isEqualTo(6_000);
        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(3_000);
    }
}
