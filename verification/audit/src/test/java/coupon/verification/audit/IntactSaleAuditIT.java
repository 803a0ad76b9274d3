package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sales in which everything is as it should be. */
class IntactSaleAuditIT extends AuditedSale {
    @Test
    void a_clean_sale_passes() {
        sale();
        fixture.database.insertCoupon(2, 5);
        fixture.queueUsers(2, 1, 10);
        fixture.decideAll(100);

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
        assertThat(fixture.audit(2).exitCode()).isZero();
    }

    @Test
    void a_sale_in_many_batches_passes() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        fixture.queueUsers(1, 5, 25);
        fixture.decideAll(3);

        assertThat(passed().notes()).isEmpty();
    }

    @Test
    void requests_that_are_not_decided_yet_wait() {
        sale();
        fixture.queueUsers(1, 100, 104);

        assertThat(passed().count("waiting")).isEqualTo(5);
    }

    @Test
    void decided_requests_that_are_not_published_yet_are_fine_until_they_are_acknowledged() {
        sale();
        fixture.queueUsers(1, 100, 104);
        List<CouponIssueResult> decided = fixture.decide(100);

        assertThat(passed().count("notPublished")).isEqualTo(5);

        fixture.publish(decided);
        assertThat(passed().count("notPublished")).isZero();
    }

    @Test
    void repeated_event_ids_and_repeated_results_are_fine() {
        fixture.database.insertCoupon(1, 1);
        CouponIssueEvent event = fixture.event(1, 7);
        fixture.queue(event);
        fixture.queue(event);
        fixture.queueUsers(1, 8, 9);
        fixture.queue(new CouponIssueEvent(event.eventId(), 99, 1, Instant.now()));
        List<CouponIssueResult> decided = fixture.decide(2);
        fixture.publish(decided);
        fixture.publish(decided);
        fixture.acknowledgeAll();

        assertThat(passed().count("repeated")).isEqualTo(2);
    }

    @Test
    void an_event_id_that_another_coupons_request_had_before_has_its_outcome_there() {
        fixture.database.insertCoupon(1, 5);
        fixture.database.insertCoupon(5, 5); // in the partition of coupon 1
        CouponIssueEvent event = fixture.event(5, 7);
        fixture.queue(event);
        fixture.queue(new CouponIssueEvent(event.eventId(), 7, 1, Instant.now()));
        fixture.decideAll(10);

        assertThat(passed().notes()).singleElement().asString().contains("another coupon");
        assertThat(fixture.audit(5).exitCode()).isZero();
    }

    @Test
    void poison_is_fine_if_it_became_a_dead_letter() {
        fixture.database.insertCoupon(1, 5);
        fixture.queueUsers(1, 1, 3);
        fixture.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        fixture.queue(null, null);
        fixture.queue(
                "coupon-2",
                "{\"eventId\":\"%s\",\"userId\":4,\"couponId\":1,\"timestamp\":1,\"version\":1}"
                        .formatted(UUID.randomUUID())
                        .getBytes(StandardCharsets.UTF_8));
        fixture.queue(new CouponIssueEvent(UUID.randomUUID(), -4, 1, Instant.now()));
        fixture.queue(new CouponIssueEvent(UUID.randomUUID(), 4, 1, 1, 9));
        fixture.queueUsers(1, 4, 6);
        fixture.publish(fixture.decide(100));
        fixture.publishDeadLetters();
        fixture.acknowledgeAll();

        Verdict verdict = passed();

        assertThat(verdict.count("unreadable")).isEqualTo(2);
        assertThat(verdict.json().get("outcomes").get("VALIDATION_FAILED").asLong())
                .isEqualTo(3);
    }

    @Test
    void a_pause_and_a_moved_window_are_noted() {
        sale();
        fixture.database.execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = 1");
        fixture.queueUsers(1, 31, 35);
        fixture.decideAll(2);
        fixture.database.execute("UPDATE coupon SET paused = FALSE WHERE coupon_id = 1");

        assertThat(passed().notes())
                .singleElement()
                .asString()
                .startsWith("5 requests are BUSINESS_ERROR")
                .contains("the first at 0-30");
    }

    @Test
    void a_running_sale_passes_at_every_moment() {
        fixture.database.insertCoupon(1, 3_000);
        fixture.queueUsers(1, 1, 3_000);
        fixture.acknowledge(Map.of(0, 0L));
        var audited = new CompletableFuture<Void>();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            fixture.decideStepByStep(60);
            audited.orTimeout(1, TimeUnit.MINUTES).join(); // an audit may take as long as all of it
            fixture.queueUsers(1, 3_001, 6_000);
            fixture.decideStepByStep(60);
        });
        int auditsWhileItRan = 0;
        while (!running.isDone()) {
            if (passed().count("decided") > 0) {
                auditsWhileItRan++;
                audited.complete(null);
            }
        }
        running.join();
        assertThat(auditsWhileItRan).isPositive();

        Verdict verdict = passed();
        assertThat(verdict.count("published")).isEqualTo(6_000);
        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(3_000);
    }
}
