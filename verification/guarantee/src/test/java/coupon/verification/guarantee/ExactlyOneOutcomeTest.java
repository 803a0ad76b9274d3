package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExactlyOneOutcomeTest {
    private final RunFixture run = new RunFixture(5);
    private final UUID first = run.request(16, SUCCESS);

    @Test
    void results_may_repeat_and_events_too() {
        run.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        run.evidence.published.add(run.evidence.published.get(0));
        run.evidence.storedBefore.add(run.evidence.stored.get(0));

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_second_row_of_an_event_is_caught() {
        CouponIssueRequest again = run.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        run.decided(again, DUPLICATE_REQUEST);

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void a_row_for_the_second_occurrence_of_an_event_is_caught() {
        CouponIssueEvent event = new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON);
        run.evidence.answers.add(Answer.accepted(1, 17, event.eventId()));
        run.queued(0, event);
        run.decided(run.queued(0, event), SUCCESS);

        assertThat(run.broken()).containsExactly("G5");
    }

    @Test
    void a_row_without_a_record_in_the_log_is_caught() {
        run.evidence.log.clear();

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void a_row_with_another_body_than_its_record_is_caught() {
        run.evidence.log.clear();
        run.queued(0, new CouponIssueEvent(first, 17, 1, NOON));

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void a_result_that_changes_is_caught() {
        run.becomes(0, OUT_OF_STOCK);
        run.publish(0);

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void a_row_that_changed_since_it_was_last_seen_is_caught() {
        run.evidence.storedBefore.add(run.evidence.stored.get(0));
        run.becomes(0, DUPLICATE_REQUEST);

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void a_row_that_vanished_is_caught() {
        run.evidence.storedBefore.add(run.evidence.stored.get(0));
        run.evidence.stored.clear();

        assertThat(run.broken()).contains("G5");
    }

    @Test
    void one_idempotency_key_is_one_request() {
        run.evidence.answers.add(Answer.accepted(1, 16, first).withIdempotencyKey("key"));
        run.evidence.answers.add(Answer.accepted(1, 16, first).withIdempotencyKey("key"));
        assertThat(run.broken()).isEmpty();

        UUID second = run.request(16, DUPLICATE_REQUEST);
        run.evidence.answers.add(Answer.accepted(1, 16, second).withIdempotencyKey("key"));
        assertThat(run.broken()).containsExactly("G5");
    }
}
