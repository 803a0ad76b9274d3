package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results and dead letters that are missing, contradict or came in the wrong order. */
class TamperedResultsAuditIT extends AuditedSale {
    @Test
    void a_contradicting_result_is_found() {
        List<CouponIssueResult> decided = sale();
        CouponIssueResult lie = decided.get(13);
        fixture.publish(List.of(new CouponIssueResult(
                lie.eventId(),
                lie.userId(),
                lie.couponId(),
                CouponIssueStatus.SUCCESS,
                lie.requestedAt(),
                lie.decidedAt(),
                lie.position(),
                null)));

        assertThat(failed().violations()).containsExactly("G8 RESULT_DIFFERS 0-13");
    }

    @Test
    void more_contradicting_results_than_are_kept_are_counted() {
        fixture.database.insertCoupon(1, 10_001);
        fixture.queueUsers(1, 1, 10_001);
        fixture.decideAll(5_000);
        fixture.database.execute("UPDATE coupon_issue_request SET decided_at = decided_at + INTERVAL 1 SECOND");

        Verdict verdict = failed();

        assertThat(verdict.violations()).hasSize(50).allMatch(violation -> violation.startsWith("G8 RESULT_DIFFERS"));
        assertThat(verdict.json().get("violationCount").asLong()).isEqualTo(10_001);
    }

    @Test
    void a_missing_result_is_found() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = fixture.decide(100);
        fixture.publish(decided.subList(0, 7));
        fixture.publish(decided.subList(8, 20));
        fixture.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_MISSING 0-7");
    }

    @Test
    void a_result_out_of_order_is_found() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = fixture.decide(100);
        fixture.publish(decided.subList(0, 7));
        fixture.publish(decided.subList(8, 20));
        fixture.publish(decided.subList(7, 8));
        fixture.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_OUT_OF_ORDER 0-7");
    }

    @Test
    void results_that_came_too_early_and_were_repeated_in_order_are_fine() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = fixture.decide(100);
        fixture.publish(decided.subList(0, 7));
        fixture.publish(decided.subList(8, 20));
        fixture.publish(decided);
        fixture.publish(decided.subList(3, 4));
        fixture.acknowledgeAll();

        assertThat(passed().count("published")).isEqualTo(20);
    }

    @Test
    void poison_that_vanished_is_found() {
        fixture.database.insertCoupon(1, 5);
        fixture.queueUsers(1, 1, 3);
        fixture.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        fixture.decideAll(100);

        assertThat(failed().violations()).containsExactly("G4 NO_DEAD_LETTER 0-3");
    }
}
