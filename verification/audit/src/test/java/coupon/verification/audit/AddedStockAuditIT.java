package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Winners after refusals, and what the records of operators say of them. */
class AddedStockAuditIT extends AuditedSale {
    private static final String FIVE_MORE_BY_SQL =
            "UPDATE coupon SET stock = stock + 5, total_quantity = total_quantity + 5 WHERE coupon_id = 1";

    private void laterUsersAsk(int howMany) {
        fixture.queueUsers(1, 31, 30 + howMany);
        fixture.decideAll(2);
    }

    @Test
    void what_an_operator_added_is_noted_with_when_and_by_whom() {
        sale();
        fixture.addStock(3, "alice");
        laterUsersAsk(5);

        Verdict verdict = passed();

        JsonNode stock = verdict.json().get("stock");
        assertThat(stock.get("recorded").asLong()).isEqualTo(13);
        assertThat(stock.get("outside").asLong()).isZero();
        assertThat(stock.get("creationRecorded").asBoolean()).isTrue();
        assertThat(stock.get("changeCount").asLong()).isEqualTo(2);
        JsonNode addition = stock.get("changes").get(1);
        assertThat(addition.get("quantity").asLong()).isEqualTo(3);
        assertThat(addition.get("changedBy").asString()).isEqualTo("alice");
        assertThat(addition.get("changedAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(verdict.notes())
                .singleElement()
                .asString()
                .startsWith("stock was added between 0-19 and 0-30, at least 3: +3 by alice at 20");
        assertThat(fixture.auditAsText(1))
                .contains("stock       recorded changes 13, +0 outside the service")
                .containsPattern("Z +\\+10 by the-test: created")
                .containsPattern("Z +\\+3 by alice\\R");
    }

    @Test
    void what_was_taken_away_is_on_record_too() {
        fixture.createCoupon1(10);
        fixture.addStock(-4, "bob");
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(100);
        fixture.addStock(4, "bob");
        laterUsersAsk(5);

        assertThat(passed().notes())
                .singleElement()
                .asString()
                .startsWith("stock was added between 0-19 and 0-20, at least 4: +4 by bob at ");
    }

    @Test
    void what_was_added_by_sql_is_said_to_come_from_outside() {
        sale();
        fixture.database.execute(FIVE_MORE_BY_SQL);
        laterUsersAsk(4);

        Verdict verdict = passed();

        assertThat(verdict.json().get("stock").get("outside").asLong()).isEqualTo(5);
        assertThat(verdict.notes())
                .containsExactly(
                        "stock was added between 0-19 and 0-30, at least 5: 5 outside the service",
                        "stock differs from the recorded changes by +5: edited outside the service");
    }

    @Test
    void what_was_added_both_ways_is_distinguished() {
        sale();
        fixture.addStock(3, "alice");
        fixture.database.execute(FIVE_MORE_BY_SQL);
        laterUsersAsk(9);

        assertThat(passed().notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note)
                        .startsWith("stock was added between 0-19 and 0-30, at least 8: +3 by alice at ")
                        .endsWith(", 5 outside the service"));
    }

    @Test
    void a_stock_set_without_its_total_breaks_the_books_and_explains_the_order() {
        sale();
        fixture.database.execute("UPDATE coupon SET stock = 5 WHERE coupon_id = 1");
        laterUsersAsk(4);

        Verdict verdict = failed();

        assertThat(verdict.violations()).containsExactly("G1 BOOKS_DO_NOT_BALANCE", "G1 OVERSOLD");
        assertThat(verdict.notes())
                .contains("stock differs from the recorded changes by +5: edited outside the service");
    }

    @Test
    void an_addition_explains_no_more_than_its_quantity() {
        fixture.createCoupon1(10);
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(4);
        fixture.addStock(1, "alice");
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 3);
        fixture.database.execute("DELETE FROM user_coupon WHERE user_id = 4");
        laterUsersAsk(1);
        fixture.database.execute("INSERT INTO user_coupon (coupon_id, user_id) VALUES (1, 13)");
        fixture.tamper("outcome = 'SUCCESS'", 12);

        assertThat(failed().violations()).contains("G3 OVERTAKEN 0-4");
    }

    @Test
    void a_change_of_another_time_explains_nothing() {
        fixture.createCoupon1(10);
        fixture.addStock(5, "alice");
        fixture.database.execute("UPDATE coupon_stock_change SET changed_at = changed_at - INTERVAL 1 HOUR");
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(4);
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 3);
        fixture.tamper("outcome = 'SUCCESS'", 18);
        fixture.database.execute("UPDATE user_coupon SET user_id = 19 WHERE user_id = 4");

        assertThat(failed().violations()).contains("G3 OVERTAKEN 0-4", "G3 OVERTAKEN 0-18");
    }

    @Test
    void a_coupon_made_by_sql_is_taken_to_have_begun_with_its_total() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(4);
        fixture.tamper("outcome = 'OUT_OF_STOCK'", 3);
        fixture.tamper("outcome = 'SUCCESS'", 12);
        fixture.database.execute("UPDATE user_coupon SET user_id = 13 WHERE user_id = 4");

        Verdict verdict = failed();

        assertThat(verdict.violations()).contains("G3 OVERTAKEN 0-4", "G3 OVERTAKEN 0-12");
        assertThat(verdict.json().get("stock").get("creationRecorded").asBoolean())
                .isFalse();
    }

    @Test
    void of_a_coupon_made_and_edited_by_sql_nothing_is_said_about_its_beginning() {
        fixture.database.insertCoupon(1, 10);
        fixture.queueUsers(1, 1, 20);
        fixture.decideAll(100);
        fixture.database.execute("UPDATE coupon SET stock = stock + 3, total_quantity = total_quantity + 3,"
                + " version = version + 1 WHERE coupon_id = 1");
        laterUsersAsk(5);

        Verdict verdict = passed();

        assertThat(verdict.json().get("stock").get("outside").isNull()).isTrue();
        assertThat(verdict.notes())
                .containsExactly(
                        "stock was added between 0-19 and 0-20, at least 3: 3 outside the service",
                        "the coupon was made and edited outside the service: what it began with is not known");
    }

    @Test
    void stock_beyond_the_codes_of_a_coupon_issues_nothing_and_is_noted() {
        fixture.database.insertCoupon(1, 8);
        fixture.database.execute("UPDATE coupon SET code_count = 5 WHERE coupon_id = 1");
        fixture.queueUsers(1, 1, 10);
        fixture.decideAll(4);

        Verdict verdict = passed();

        assertThat(verdict.json().get("outcomes").get("SUCCESS").asLong()).isEqualTo(5);
        assertThat(verdict.notes())
                .containsExactly("3 in stock have no code and cannot be issued: 5 codes were imported");
    }
}
