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
    private final Story story = new Story(5);
    private final UUID first = story.asks(16, SUCCESS);

    @Test
    void results_may_repeat_and_events_too() {
        story.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        story.published.add(story.published.get(0));
        story.earlierLedger.add(story.ledger.get(0));

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_second_row_of_an_event_is_caught() {
        CouponIssueRequest again = story.queued(0, new CouponIssueEvent(first, 16, 1, NOON));
        story.decided(again, DUPLICATE_REQUEST);

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void a_row_for_the_second_occurrence_of_an_event_is_caught() {
        CouponIssueEvent event = new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON);
        story.answers.add(Answer.accepted(1, 17, event.eventId()));
        story.queued(0, event);
        story.decided(story.queued(0, event), SUCCESS);

        assertThat(story.broken()).containsExactly("G5");
    }

    @Test
    void a_row_without_a_record_in_the_log_is_caught() {
        story.log.clear();

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void a_row_with_another_body_than_its_record_is_caught() {
        story.log.clear();
        story.queued(0, new CouponIssueEvent(first, 17, 1, NOON));

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void a_result_that_changes_is_caught() {
        story.becomes(0, OUT_OF_STOCK);
        story.published.add(Story.published(story.ledger.get(0)));

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void a_row_that_changed_since_it_was_last_seen_is_caught() {
        story.earlierLedger.add(story.ledger.get(0));
        story.becomes(0, DUPLICATE_REQUEST);

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void a_row_that_vanished_is_caught() {
        story.earlierLedger.add(story.ledger.get(0));
        story.ledger.clear();

        assertThat(story.broken()).contains("G5");
    }

    @Test
    void one_idempotency_key_is_one_request() {
        story.answers.add(Answer.accepted(1, 16, first).withIdempotencyKey("key"));
        story.answers.add(Answer.accepted(1, 16, first).withIdempotencyKey("key"));
        assertThat(story.broken()).isEmpty();

        UUID second = story.asks(16, DUPLICATE_REQUEST);
        story.answers.add(Answer.accepted(1, 16, second).withIdempotencyKey("key"));
        assertThat(story.broken()).containsExactly("G5");
    }
}
