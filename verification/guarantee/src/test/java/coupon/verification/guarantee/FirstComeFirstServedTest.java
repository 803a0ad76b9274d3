package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.BUSINESS_ERROR;
import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.domain.CouponIssueStatus.SYSTEM_ERROR;
import static coupon.core.domain.CouponIssueStatus.VALIDATION_FAILED;
import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FirstComeFirstServedTest {
    private final Story story = new Story(2);

    @Test
    void the_first_distinct_users_win() {
        story.asks(16, SUCCESS);
        story.asks(16, DUPLICATE_REQUEST);
        story.asks(17, SUCCESS);
        story.asks(18, OUT_OF_STOCK);
        story.asks(16, DUPLICATE_REQUEST);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void overtaking_is_caught() {
        story.asks(16, SUCCESS);
        story.asks(17, OUT_OF_STOCK);
        story.asks(18, SUCCESS);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void a_refusal_with_stock_left_is_caught_though_nobody_won_later() {
        story.asks(16, SUCCESS);
        story.asks(17, OUT_OF_STOCK);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void an_undecided_request_in_front_of_a_decided_one_is_caught() {
        story.queued(0, new CouponIssueEvent(UUID.randomUUID(), 15, 1, NOON));
        story.asks(16, SUCCESS);

        assertThat(story.broken()).contains("G3", "G4");
    }

    @Test
    void a_duplicate_of_nothing_is_caught() {
        story.asks(16, DUPLICATE_REQUEST);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void a_winner_who_is_told_out_of_stock_when_asking_again_is_caught() {
        story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);
        story.asks(16, OUT_OF_STOCK);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void who_had_the_coupon_before_is_a_duplicate() {
        story.holdingsBefore.add(new Holding(1, 16));
        story.holdings.add(new Holding(1, 16));
        story.asks(16, DUPLICATE_REQUEST);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_system_error_takes_nothing() {
        story.asks(16, SYSTEM_ERROR);
        story.asks(17, SUCCESS);
        story.asks(18, SUCCESS);
        story.asks(19, OUT_OF_STOCK);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void the_window_is_judged_by_the_timestamp_of_the_request() {
        var windowed =
                new Story(aCoupon().opensAt(NOON).closesAt(NOON.plusSeconds(1)).build());
        windowed.asks(16, BUSINESS_ERROR, NOON.minusMillis(1));
        windowed.asks(17, BUSINESS_ERROR, NOON.plusSeconds(1));
        windowed.asks(18, SUCCESS, NOON);
        assertThat(windowed.broken()).isEmpty();

        windowed.asks(19, SUCCESS, NOON.plusSeconds(1));
        assertThat(windowed.broken()).containsExactly("G3");
    }

    @Test
    void a_business_error_while_the_coupon_is_open_is_caught() {
        story.asks(16, BUSINESS_ERROR);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void an_invalid_request_wins_nothing() {
        CouponIssueRequest invalid = story.queued(0, new CouponIssueEvent(UUID.randomUUID(), 0, 1, NOON));
        story.answers.add(Answer.accepted(1, 0, invalid.event().eventId()));
        story.decided(invalid, VALIDATION_FAILED);
        assertThat(story.broken()).isEmpty();

        story.becomes(0, OUT_OF_STOCK);
        assertThat(story.broken()).contains("G3");
    }

    @Test
    void a_valid_request_that_is_called_invalid_is_caught() {
        story.asks(16, VALIDATION_FAILED);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void the_second_occurrence_of_an_event_does_not_count() {
        UUID first = story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);
        story.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        story.asks(18, OUT_OF_STOCK);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void added_stock_lets_later_ones_win_and_some_moment_must_explain_all() {
        story.edits.add(new CouponEdit.StockAdded(1, 1));
        story.asks(16, SUCCESS);
        story.asks(17, SUCCESS);
        story.asks(18, OUT_OF_STOCK);
        story.becomes(3, 1);
        story.asks(19, SUCCESS);
        story.asks(20, OUT_OF_STOCK);
        assertThat(story.broken()).isEmpty();

        story.becomes(3, 1);
        story.asks(21, SUCCESS);
        assertThat(story.broken()).contains("G3");
    }

    @Test
    void a_stock_set_by_sql_must_be_explained_at_some_moment() {
        story.edits.add(new CouponEdit.StockSet(1, 1));
        story.asks(16, SUCCESS);
        story.leaves(1);
        story.asks(17, SUCCESS);
        story.asks(18, OUT_OF_STOCK);
        assertThat(story.broken()).isEmpty();

        story.leaves(2);
        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void a_refusal_that_no_moment_of_a_stock_edit_explains_is_caught() {
        story.edits.add(new CouponEdit.StockSet(1, 3));
        story.asks(16, OUT_OF_STOCK);
        story.leaves(3);

        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void a_pause_that_ends_explains_one_stretch_of_refusals_and_not_two() {
        story.edits.add(new CouponEdit.TermsChanged(1, null, null, true));
        story.edits.add(new CouponEdit.TermsChanged(1, null, null, false));
        story.asks(16, SUCCESS);
        story.asks(17, BUSINESS_ERROR);
        story.asks(17, SUCCESS);
        assertThat(story.broken()).isEmpty();

        story.asks(18, BUSINESS_ERROR);
        assertThat(story.broken()).containsExactly("G3");
    }

    @Test
    void in_two_partitions_nobody_behind_a_refusal_wins_in_the_same_one() {
        asksInPartition(0, 16, SUCCESS);
        asksInPartition(1, 17, SUCCESS);
        asksInPartition(0, 18, OUT_OF_STOCK);
        assertThat(story.broken()).isEmpty();

        story.leaves(1);
        asksInPartition(0, 19, SUCCESS);
        assertThat(story.broken()).contains("G3");
    }

    private void asksInPartition(int partition, long userId, CouponIssueStatus outcome) {
        CouponIssueRequest request = story.queued(partition, new CouponIssueEvent(UUID.randomUUID(), userId, 1, NOON));
        story.answers.add(Answer.accepted(1, userId, request.event().eventId()));
        story.decided(request, outcome);
    }
}
