package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Holding;
import org.junit.jupiter.api.Test;

class OnePerUserTest {
    private final RunFixture run = new RunFixture(5);

    @Test
    void many_requests_of_one_user_have_one_success() {
        run.request(16, SUCCESS);
        run.request(16, DUPLICATE_REQUEST);
        run.request(16, DUPLICATE_REQUEST);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_second_success_is_caught() {
        run.request(16, SUCCESS);
        run.request(16, SUCCESS);

        assertThat(run.broken()).contains("G2", "G3");
    }

    @Test
    void a_success_of_a_user_who_had_the_coupon_before_is_caught() {
        run.evidence.holdingsBefore.add(new Holding(1, 16));
        run.request(16, SUCCESS);

        assertThat(run.broken()).contains("G2", "G3");
    }

    @Test
    void a_second_row_of_the_same_user_is_caught() {
        run.request(16, SUCCESS);
        run.evidence.holding(new Holding(1, 16));

        assertThat(run.broken()).containsExactly("G2");
    }

    @Test
    void a_user_whose_coupon_an_operator_deleted_may_win_again_but_once() {
        run.evidence.edits.add(new CouponEdit.HoldingsDeleted(1));
        run.request(16, SUCCESS);
        run.request(16, SUCCESS);
        run.evidence.holdings.remove(0);
        assertThat(run.broken()).isEmpty();

        run.request(16, SUCCESS);
        run.evidence.holdings.remove(0);
        assertThat(run.broken()).containsExactly("G2");
    }
}
