package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Holdings that operators deleted by SQL: a reset that some history explains, and what no history explains. */
class DeletedHoldingsAuditIT extends AuditedSale {
    private void reset() {
        fixture.database.execute("DELETE FROM user_coupon WHERE coupon_id = 1 AND user_id >= 1");
        fixture.database.execute("UPDATE coupon SET stock = 10 WHERE coupon_id = 1");
    }

    @Test
    void users_who_win_again_after_a_reset_are_noted() {
        sale();
        reset();
        fixture.queueUsers(1, 6, 25);
        fixture.queueUsers(1, 6, 8);
        fixture.decideAll(4);

        assertThat(passed().notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith("10 holdings were deleted outside the service")
                        .contains("5 of their users won again, 5 have none now"))
                .anyMatch(note -> note.startsWith("stock was added between 0-19 and 0-30, at least 10: 10 outside"))
                .contains("stock differs from the recorded changes by +10: edited outside the service");
    }

    @Test
    void a_reset_after_which_nobody_asked_is_noted() {
        sale();
        reset();

        assertThat(passed().notes()).anyMatch(note -> note.contains("0 of their users won again, 10 have none now"));
    }

    @Test
    void a_user_whose_holding_was_deleted_may_be_refused_and_win_later() {
        sale();
        fixture.database.execute("DELETE FROM user_coupon WHERE coupon_id = 1 AND user_id = 3");
        fixture.queueUsers(1, 3, 3);
        fixture.decideAll(1);
        fixture.database.execute("UPDATE coupon SET stock = 1 WHERE coupon_id = 1");
        fixture.queueUsers(1, 3, 3);
        fixture.decideAll(1);

        assertThat(passed().notes()).anyMatch(note -> note.startsWith("1 holdings were deleted"));
    }

    @Test
    void a_duplicate_of_a_later_batch_that_became_a_success_is_found_by_the_holding_that_is_still_there() {
        sale();
        fixture.queueUsers(1, 3, 3);
        fixture.decideAll(1);
        fixture.tamper("outcome = 'SUCCESS'", 30);

        assertThat(failed().violations())
                .containsExactly(
                        "G1 OVERSOLD", "G2 SECOND_SUCCESS 0-30", "G8 RESULT_DIFFERS 0-30", "G9 NUMBER_MISSING 0-30");
    }

    @Test
    void a_second_success_in_one_transaction_is_found_whatever_was_deleted() {
        sale();
        fixture.tamper("outcome = 'SUCCESS'", 22);
        reset();

        assertThat(failed().violations())
                .containsExactly("G2 SECOND_SUCCESS 0-22", "G8 RESULT_DIFFERS 0-22", "G9 NUMBER_MISSING 0-22");
    }

    @Test
    void a_user_who_still_holds_it_was_not_refused_for_want_of_stock() {
        sale();
        fixture.queueUsers(1, 3, 3);
        fixture.decideAll(1);
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 30);

        assertThat(failed().violations()).containsExactly("G3 WRONG_OUTCOME 0-30", "G8 RESULT_DIFFERS 0-30");
    }
}
