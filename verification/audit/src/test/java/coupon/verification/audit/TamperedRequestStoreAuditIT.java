package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of the request store that were changed, removed or made up. */
class TamperedRequestStoreAuditIT extends AuditedSale {
    @Test
    void a_stored_row_whose_event_is_not_in_the_log_is_found() {
        sale();
        fixture.database.execute("INSERT INTO coupon_issue_request SELECT x'" + "ab".repeat(16)
                + "', 1, 777, 'OUT_OF_STOCK', requested_at, decided_at, 0, 17, NULL FROM coupon_issue_request"
                + " WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G5 NO_SUCH_EVENT 0-17", "G8 RESULT_MISSING 0-17");
    }

    @Test
    void a_stored_row_beyond_the_end_of_the_log_is_found() {
        sale();
        fixture.tamper("source_offset = 1000", 17);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-1000");
    }

    @Test
    void a_stored_row_that_says_another_user_or_time_is_found() {
        sale();
        fixture.tamper("user_id = 4711", 17);
        fixture.tamper("requested_at = requested_at + INTERVAL 1 SECOND", 18);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-17", "G5 LEDGER_DIFFERS 0-18");
    }

    @Test
    void a_stored_row_that_says_another_coupon_is_found() {
        sale();
        fixture.tamper("coupon_id = 2", 17);

        assertThat(failed().violations()).containsExactly("G5 LEDGER_DIFFERS 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void a_missing_stored_row_before_the_committed_offset_is_found() {
        sale();
        fixture.database.execute("DELETE FROM coupon_issue_request WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G4 UNDECIDED 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void a_request_that_was_passed_over_is_found() {
        sale();
        fixture.acknowledge(Map.of(0, 10L));
        fixture.database.execute("DELETE FROM coupon_issue_request WHERE source_partition = 0 AND source_offset = 17");

        assertThat(failed().violations()).containsExactly("G4 PASSED_OVER 0-17", "G8 RESULT_NOT_STORED 0-17");
    }

    @Test
    void only_the_first_violations_are_shown_and_all_are_counted() {
        fixture.database.insertCoupon(1, 100);
        fixture.queueUsers(1, 1, 100);
        fixture.decideAll(100);
        fixture.database.execute("DELETE FROM coupon_issue_request");

        Verdict verdict = failed();

        assertThat(verdict.violations()).hasSize(50);
        assertThat(verdict.json().get("violationCount").asLong()).isEqualTo(300);
    }
}
