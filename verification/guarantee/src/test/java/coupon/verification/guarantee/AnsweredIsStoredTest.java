package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Holding;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnsweredIsStoredTest {
    private final RunFixture run = new RunFixture(1);
    private final UUID won = run.request(16, SUCCESS);
    private final UUID lost = run.request(17, OUT_OF_STOCK);

    @Test
    void what_was_answered_is_what_is_stored() {
        run.evidence.answers.add(Answer.ofHttp(201, true, 1, 16, won, SUCCESS));
        run.evidence.answers.add(Answer.ofHttp(409, true, 1, 17, lost, OUT_OF_STOCK));
        run.evidence.answers.add(Answer.ofHttp(409, false, 1, 18, null, OUT_OF_STOCK));

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_success_that_was_answered_and_is_not_stored_is_caught() {
        run.evidence.answers.add(Answer.ofHttp(201, true, 1, 17, lost, SUCCESS));

        assertThat(run.broken()).containsExactly("G6");
    }

    @Test
    void an_early_refusal_of_a_request_that_won_is_caught() {
        run.evidence.answers.add(Answer.ofHttp(409, false, 1, 16, won, OUT_OF_STOCK));

        assertThat(run.broken()).containsExactly("G6");
    }

    @Test
    void an_outcome_of_a_request_that_has_no_row_is_caught() {
        run.evidence.stored.remove(1);

        assertThat(run.broken()).contains("G6");
    }

    @Test
    void a_published_result_that_is_stored_otherwise_is_caught() {
        run.publish(0);
        run.becomes(1, SUCCESS);

        assertThat(run.broken()).contains("G6");
    }

    @Test
    void a_request_id_that_is_somebody_elses_is_caught() {
        run.evidence.answers.add(Answer.accepted(1, 18, won));

        assertThat(run.broken()).containsExactly("G6");
    }

    @Test
    void a_winner_without_a_coupon_is_caught() {
        run.evidence.holdings.clear();

        assertThat(run.broken()).containsExactly("G6");
    }

    @Test
    void a_coupon_without_a_win_is_caught() {
        run.evidence.holding(new Holding(1, 17));

        assertThat(run.broken()).containsExactly("G6");
    }
}
