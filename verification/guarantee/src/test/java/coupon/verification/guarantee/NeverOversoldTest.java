package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import org.junit.jupiter.api.Test;

class NeverOversoldTest {
    private final Story story = new Story(2);

    @Test
    void what_was_given_away_and_what_is_left_is_what_there_was() {
        story.asks(16, SUCCESS);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void more_winners_than_stock_are_caught() {
        story.before = new Story(1).before;
        story.leaves(2);
        story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);

        assertThat(story.broken()).contains("G1", "G3");
    }

    @Test
    void a_winner_who_took_nothing_from_the_stock_is_caught() {
        story.asks(16, SUCCESS);
        story.leaves(2);

        assertThat(story.broken()).contains("G1");
    }

    @Test
    void stock_that_vanished_without_a_winner_is_caught() {
        story.asks(16, SUCCESS);
        story.leaves(0);

        assertThat(story.broken()).contains("G1");
    }

    @Test
    void stock_added_by_an_operator_is_there_to_be_given_away() {
        story.edits.add(new CouponEdit.StockAdded(1, 1));
        story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);
        story.becomes(3, 1);
        story.asks(18, SUCCESS);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void added_stock_that_does_not_arrive_is_caught() {
        story.edits.add(new CouponEdit.StockAdded(1, 5));
        story.asks(16, SUCCESS);

        assertThat(story.broken()).contains("G1");
    }

    @Test
    void after_an_edit_by_sql_more_winners_than_all_stock_ever_set_are_still_caught() {
        story.edits.add(new CouponEdit.StockSet(1, 1));
        for (int user = 16; user < 20; user++) {
            story.leaves(1);
            story.asks(user, SUCCESS);
        }

        assertThat(story.broken()).contains("G1", "G3");
    }

    @Test
    void a_coupon_that_vanished_is_caught() {
        story.asks(16, SUCCESS);
        story.after = null;

        assertThat(story.broken()).containsExactly("G1");
    }

    @Test
    void a_coupon_that_never_was_and_is_given_away_is_caught() {
        story.asks(16, SUCCESS);
        story.before = new Coupon(2, "another", 1, 1, null, null, false, 0);

        assertThat(story.broken()).contains("G1");
    }

    @Test
    void a_sold_out_coupon_is_no_violation() {
        story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);
        story.asks(18, OUT_OF_STOCK);

        assertThat(story.broken()).isEmpty();
    }
}
