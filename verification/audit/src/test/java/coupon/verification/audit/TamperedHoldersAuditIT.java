package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Holders and quantities that were edited beside the product. */
class TamperedHoldersAuditIT extends AuditedSale {
    @Test
    void a_holder_who_never_won_is_found_by_the_request() {
        sale();
        fixture.database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 15)");

        assertThat(failed().violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE", "G6 HOLDING_WITHOUT_SUCCESS 0-14");
    }

    @Test
    void a_holder_who_never_asked_is_found() {
        sale();
        fixture.database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 999)");
        fixture.database.execute("UPDATE coupon SET total_quantity = 11 WHERE coupon_id = 1");

        assertThat(failed().violations()).containsExactly("G6 HOLDING_WITHOUT_SUCCESS");
    }

    @Test
    void a_winner_who_does_not_hold_it_is_found() {
        sale();
        fixture.database.execute("DELETE FROM user_coupon WHERE user_id = 3");

        assertThat(failed().violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE", "G6 SUCCESS_WITHOUT_HOLDING 0-2");
    }

    @Test
    void a_stock_that_is_off_by_one_is_found() {
        sale();
        fixture.database.execute("UPDATE coupon SET total_quantity = total_quantity + 1 WHERE coupon_id = 1");

        Verdict verdict = failed();

        assertThat(verdict.violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE");
        assertThat(verdict.out()).contains("stock 0 + issued 10 = 10").contains("total 11");
    }
}
