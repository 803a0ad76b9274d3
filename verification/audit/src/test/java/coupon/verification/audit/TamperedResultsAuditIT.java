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
        stage.publish(List.of(new CouponIssueResult(
                lie.eventId(),
                lie.userId(),
                lie.couponId(),
                CouponIssueStatus.SUCCESS,
                lie.requestedAt(),
                lie.decidedAt(),
                lie.position())));

        assertThat(failed().violations()).containsExactly("G8 RESULT_DIFFERS 0-13");
    }

    @Test
    void a_missing_result_is_found() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = stage.decide(100);
        stage.publish(decided.subList(0, 7));
        stage.publish(decided.subList(8, 20));
        stage.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_MISSING 0-7");
    }

    @Test
    void a_result_out_of_order_is_found() {
        stage.database.insertCoupon(1, 10);
        stage.queueUsers(1, 1, 20);
        List<CouponIssueResult> decided = stage.decide(100);
        stage.publish(decided.subList(0, 7));
        stage.publish(decided.subList(8, 20));
        stage.publish(decided.subList(7, 8));
        stage.acknowledgeAll();

        assertThat(failed().violations()).containsExactly("G8 RESULT_OUT_OF_ORDER 0-7");
    }

    @Test
    void poison_that_vanished_is_found() {
        stage.database.insertCoupon(1, 5);
        stage.queueUsers(1, 1, 3);
        stage.queue("coupon-1", "no json".getBytes(StandardCharsets.UTF_8));
        stage.decideAll(100);

        assertThat(failed().violations()).containsExactly("G4 NO_DEAD_LETTER 0-3");
    }
}
