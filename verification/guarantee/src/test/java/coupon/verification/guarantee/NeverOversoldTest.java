package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.testing.Fixtures.aCoupon;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeverOversoldTest {
    private final RunFixture run = new RunFixture(2);

    @Test
    void what_was_given_away_and_what_is_left_is_what_there_was() {
        run.request(16, SUCCESS);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void more_winners_than_stock_are_caught() {
        run.evidence.couponBefore(aCoupon().withStock(1).build());
        run.leaves(2);
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);

        assertThat(run.broken()).contains("G1", "G3");
    }

    @Test
    void a_winner_who_took_nothing_from_the_stock_is_caught() {
        run.request(16, SUCCESS);
        run.leaves(2);

        assertThat(run.broken()).contains("G1");
    }

    @Test
    void stock_that_vanished_without_a_winner_is_caught() {
        run.request(16, SUCCESS);
        run.leaves(0);

        assertThat(run.broken()).contains("G1");
    }

    @Test
    void stock_added_by_an_operator_is_there_to_be_given_away() {
        run.evidence.edits.add(new CouponEdit.StockAdded(1, 1));
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.becomes(3, 1);
        run.request(18, SUCCESS);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void added_stock_that_does_not_arrive_is_caught() {
        run.evidence.edits.add(new CouponEdit.StockAdded(1, 5));
        run.request(16, SUCCESS);

        assertThat(run.broken()).contains("G1");
    }

    @Test
    void after_an_edit_by_sql_more_winners_than_all_stock_ever_set_are_still_caught() {
        run.evidence.edits.add(new CouponEdit.StockSet(1, 1));
        for (int user = 16; user < 20; user++) {
            run.leaves(1);
            run.request(user, SUCCESS);
        }

        assertThat(run.broken()).contains("G1", "G3");
    }

    @Test
    void a_coupon_that_vanished_is_caught() {
        run.request(16, SUCCESS);
        run.evidence.coupons.clear();

        assertThat(run.broken()).containsExactly("G1");
    }

    @Test
    void a_coupon_that_never_was_and_is_given_away_is_caught() {
        run.request(16, SUCCESS);
        run.evidence.couponsBefore.clear();
        run.evidence.couponBefore(aCoupon().withId(2).build());

        assertThat(run.broken()).contains("G1");
    }

    @Test
    void a_sold_out_coupon_is_no_violation() {
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.request(18, OUT_OF_STOCK);

        assertThat(run.broken()).isEmpty();
    }
}
