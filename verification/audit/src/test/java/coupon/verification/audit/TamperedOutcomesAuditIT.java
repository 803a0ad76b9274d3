package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Outcomes that are not those of the rules. */
class TamperedOutcomesAuditIT extends AuditedSale {
    @Test
    void a_swapped_winner_is_found_at_both_positions() {
        sale();
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 4);
        fixture.tamper("outcome = 'SUCCESS'", 12);
        fixture.database.execute("UPDATE user_coupon SET user_id = 13 WHERE user_id = 5");

        assertThat(failed().violations())
                .containsExactly(
                        "G3 WRONG_OUTCOME 0-4",
                        "G3 WRONG_OUTCOME 0-12",
                        "G8 RESULT_DIFFERS 0-4",
                        "G8 RESULT_DIFFERS 0-12",
                        "G9 NUMBER_GAP 0-5",
                        "G9 NUMBER_MISSING 0-12");
    }

    @Test
    void a_winner_swapped_between_batches_is_found_where_it_overtook() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(4);
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 3);
        fixture.tamper("outcome = 'SUCCESS'", 12);
        fixture.database.execute("UPDATE user_coupon SET user_id = 13 WHERE user_id = 4");

        assertThat(failed().violations()).contains("G3 OVERTAKEN 0-4", "G3 OVERTAKEN 0-12");
    }

    @Test
    void a_refusal_while_there_is_stock_is_found() {
        sale();
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 9);
        fixture.database.execute("DELETE FROM user_coupon WHERE user_id = 10");
        fixture.database.execute("UPDATE coupon SET stock = stock + 1 WHERE coupon_id = 1");

        assertThat(failed().violations())
                .contains("G3 OVERTAKEN 0-19", "G3 WRONG_OUTCOME 0-29", "G8 RESULT_DIFFERS 0-9");
    }

    @Test
    void a_second_success_of_a_user_is_found() {
        sale();
        fixture.tamper("outcome = 'SUCCESS'", 22);

        assertThat(failed().violations())
                .containsExactly(
                        "G1 OVERSOLD", "G2 SECOND_SUCCESS 0-22", "G8 RESULT_DIFFERS 0-22", "G9 NUMBER_MISSING 0-22");
    }

    @Test
    void a_duplicate_that_never_won_is_found() {
        sale();
        fixture.tamper("outcome = 'DUPLICATE_REQUEST'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void a_duplicate_called_sold_out_is_found() {
        sale();
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 25);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-25", "G8 RESULT_DIFFERS 0-25");
    }

    @Test
    void a_request_called_not_open_between_two_that_were_is_found() {
        sale();
        fixture.tamper("outcome = 'BUSINESS_ERROR'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void a_valid_request_called_invalid_is_found() {
        sale();
        fixture.tamper("outcome = 'VALIDATION_FAILED'", 15);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-15", "G8 RESULT_DIFFERS 0-15");
    }

    @Test
    void an_outcome_that_is_none_is_found() {
        sale();
        fixture.tamper("outcome = 'MAYBE'", 15);

        assertThat(failed().violations())
                .containsExactly("G3 WRONG_OUTCOME 0-15", "G4 UNDECIDED 0-15", "G8 RESULT_NOT_STORED 0-15");
    }

    @Test
    void numbers_that_were_swapped_are_found() {
        sale();
        fixture.tamper("number = 100", 4);
        fixture.tamper("number = 5", 5);
        fixture.tamper("number = 6", 4);

        assertThat(failed().violations())
                .containsExactly("G8 RESULT_DIFFERS 0-4", "G8 RESULT_DIFFERS 0-5", "G9 NUMBER_OUT_OF_ORDER 0-5");
    }

    @Test
    void a_counter_that_ran_ahead_of_the_last_number_is_found() {
        sale();
        fixture.database.execute("UPDATE coupon SET last_number = 12 WHERE coupon_id = 1");

        assertThat(failed().violations()).containsExactly("G9 NUMBER_GAP");
    }

    @Test
    void what_was_issued_before_there_were_numbers_has_none_and_the_next_numbers_follow() {
        sale();
        fixture.tamper("number = NULL", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        fixture.addStock(2, "alice");
        fixture.queueUsers(1, 31, 32);
        fixture.decideAll(1);
        fixture.database.execute("UPDATE coupon_issue_request SET number = NULL WHERE source_offset < 10");

        assertThat(fixture.audit(1).violations()).allMatch(violation -> violation.startsWith("G8 RESULT_DIFFERS"));
    }
}
