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

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FirstComeFirstServedTest {
    private final RunFixture run = new RunFixture(2);

    @Test
    void the_first_distinct_users_win() {
        run.request(16, SUCCESS);
        run.request(16, DUPLICATE_REQUEST);
        run.request(17, SUCCESS);
        run.request(18, OUT_OF_STOCK);
        run.request(16, DUPLICATE_REQUEST);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void overtaking_is_caught() {
        run.request(16, SUCCESS);
        run.request(17, OUT_OF_STOCK);
        run.request(18, SUCCESS);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void a_refusal_with_stock_left_is_caught_though_nobody_won_later() {
        run.request(16, SUCCESS);
        run.request(17, OUT_OF_STOCK);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void an_undecided_request_in_front_of_a_decided_one_is_caught() {
        run.queued(0, new CouponIssueEvent(UUID.randomUUID(), 15, 1, NOON));
        run.request(16, SUCCESS);

        assertThat(run.broken()).contains("G3", "G4");
    }

    @Test
    void a_duplicate_of_nothing_is_caught() {
        run.request(16, DUPLICATE_REQUEST);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void an_out_of_stock_for_the_repeated_request_of_a_winner_is_caught() {
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.request(16, OUT_OF_STOCK);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void a_user_who_had_the_coupon_before_is_a_duplicate() {
        run.evidence.holdingsBefore.add(new Holding(1, 16));
        run.evidence.holding(new Holding(1, 16));
        run.request(16, DUPLICATE_REQUEST);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_system_error_takes_nothing() {
        run.request(16, SYSTEM_ERROR);
        run.request(17, SUCCESS);
        run.request(18, SUCCESS);
        run.request(19, OUT_OF_STOCK);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void the_window_is_judged_by_the_timestamp_of_the_request() {
        var windowed = new RunFixture(
                aCoupon().opensAt(NOON).closesAt(NOON.plusSeconds(1)).build());
        windowed.request(16, BUSINESS_ERROR, NOON.minusMillis(1));
        windowed.request(17, BUSINESS_ERROR, NOON.plusSeconds(1));
        windowed.request(18, SUCCESS, NOON);
        assertThat(windowed.broken()).isEmpty();

        windowed.request(19, SUCCESS, NOON.plusSeconds(1));
        assertThat(windowed.broken()).containsExactly("G3");
    }

    @Test
    void a_business_error_while_the_coupon_is_open_is_caught() {
        run.request(16, BUSINESS_ERROR);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void an_invalid_request_wins_nothing() {
        CouponIssueRequest invalid = run.queued(0, new CouponIssueEvent(UUID.randomUUID(), 0, 1, NOON));
        run.evidence.answers.add(Answer.accepted(1, 0, invalid.event().eventId()));
        run.decided(invalid, VALIDATION_FAILED);
        assertThat(run.broken()).isEmpty();

        run.becomes(0, OUT_OF_STOCK);
        assertThat(run.broken()).contains("G3");
    }

    @Test
    void a_valid_request_that_is_called_invalid_is_caught() {
        run.request(16, VALIDATION_FAILED);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void the_second_occurrence_of_an_event_does_not_count() {
        UUID first = run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        run.request(18, OUT_OF_STOCK);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void added_stock_lets_later_ones_win_and_some_moment_must_explain_all() {
        run.evidence.edits.add(new CouponEdit.StockAdded(1, 1));
        run.request(16, SUCCESS);
        run.request(17, SUCCESS);
        run.request(18, OUT_OF_STOCK);
        run.becomes(3, 1);
        run.request(19, SUCCESS);
        run.request(20, OUT_OF_STOCK);
        assertThat(run.broken()).isEmpty();

        run.becomes(3, 1);
        run.request(21, SUCCESS);
        assertThat(run.broken()).contains("G3");
    }

    @Test
    void a_stock_set_by_sql_must_be_explained_at_some_moment() {
        run.evidence.edits.add(new CouponEdit.StockSet(1, 1));
        run.request(16, SUCCESS);
        run.leaves(1);
        run.request(17, SUCCESS);
        run.request(18, OUT_OF_STOCK);
        assertThat(run.broken()).isEmpty();

        run.leaves(2);
        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void a_refusal_that_no_moment_of_a_stock_edit_explains_is_caught() {
        run.evidence.edits.add(new CouponEdit.StockSet(1, 3));
        run.request(16, OUT_OF_STOCK);
        run.leaves(3);

        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void a_pause_that_ends_explains_one_stretch_of_refusals_and_not_two() {
        run.evidence.edits.add(new CouponEdit.TermsChanged(1, null, null, true));
        run.evidence.edits.add(new CouponEdit.TermsChanged(1, null, null, false));
        run.request(16, SUCCESS);
        run.request(17, BUSINESS_ERROR);
        run.request(17, SUCCESS);
        assertThat(run.broken()).isEmpty();

        run.request(18, BUSINESS_ERROR);
        assertThat(run.broken()).containsExactly("G3");
    }

    @Test
    void of_a_coupon_with_codes_no_more_are_issued_than_there_are_codes_whatever_the_stock() {
        var coded = withCodes(1L);
        coded.request(16, SUCCESS);
        coded.request(17, OUT_OF_STOCK);
        assertThat(coded.broken()).isEmpty();

        coded.request(18, SUCCESS);
        assertThat(coded.broken()).containsExactly("G3");
    }

    @Test
    void a_refusal_while_there_is_stock_and_a_code_is_caught() {
        var coded = withCodes(2L);
        coded.request(16, SUCCESS);
        coded.request(17, OUT_OF_STOCK);

        assertThat(coded.broken()).containsExactly("G3");
    }

    @Test
    void imported_codes_let_later_ones_win_as_many_as_there_are_codes() {
        var coded = withCodes(1L);
        coded.evidence.edits.add(new CouponEdit.CodesImported(1, 1));
        coded.request(16, SUCCESS);
        coded.request(17, OUT_OF_STOCK);
        coded.becomes(6, 5);
        coded.request(18, SUCCESS);
        coded.request(19, OUT_OF_STOCK);
        assertThat(coded.broken()).isEmpty();

        coded.request(20, SUCCESS);
        assertThat(coded.broken()).containsExactly("G3");
    }

    @Test
    void codes_of_which_some_were_issued_before_are_counted_by_their_numbers() {
        var coded = new RunFixture(new Coupon(1, "with codes", 5, 3, null, null, false, 0, 2, 3L));
        coded.lastNumber = 2;
        coded.request(16, SUCCESS);
        coded.request(17, OUT_OF_STOCK);

        assertThat(coded.broken()).isEmpty();
    }

    private static RunFixture withCodes(long codes) {
        return new RunFixture(new Coupon(1, "with codes", 5, 5, null, null, false, 0, 0, codes));
    }

    @Test
    void in_two_partitions_no_request_behind_a_refusal_wins_in_the_same_one() {
        asksInPartition(0, 16, SUCCESS);
        asksInPartition(1, 17, SUCCESS);
        asksInPartition(0, 18, OUT_OF_STOCK);
        assertThat(run.broken()).isEmpty();

        run.leaves(1);
        asksInPartition(0, 19, SUCCESS);
        assertThat(run.broken()).contains("G3");
    }

    private void asksInPartition(int partition, long userId, CouponIssueStatus outcome) {
        CouponIssueRequest request = run.queued(partition, new CouponIssueEvent(UUID.randomUUID(), userId, 1, NOON));
        run.evidence.answers.add(Answer.accepted(1, userId, request.event().eventId()));
        run.decided(request, outcome);
    }
}
