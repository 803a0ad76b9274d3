package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.QueuePosition;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NothingAcceptedIsLostTest {
    private final Story story = new Story(5);

    @Test
    void an_accepted_request_without_an_outcome_is_caught() {
        story.asks(16, SUCCESS);
        story.queued(0, new CouponIssueEvent(accepted(17), 17, 1, NOON));

        assertThat(story.broken()).containsExactly("G4");
    }

    @Test
    void an_unknown_request_that_is_in_the_log_must_be_decided_too() {
        story.asks(16, SUCCESS);
        UUID unknown = UUID.randomUUID();
        story.answers.add(Answer.unknown(1, 17, unknown));
        assertThat(story.broken()).isEmpty();

        story.queued(0, new CouponIssueEvent(unknown, 17, 1, NOON));
        assertThat(story.broken()).containsExactly("G4");
    }

    @Test
    void an_undecodable_record_must_be_a_dead_letter_once_or_more() {
        story.asks(16, SUCCESS);
        QueuePosition noise = story.noise();
        assertThat(story.broken()).containsExactly("G4");

        story.deadLetters.add(noise);
        story.deadLetters.add(noise);
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_record_that_could_be_decided_is_no_dead_letter() {
        story.asks(16, SUCCESS);
        story.deadLetters.add(new QueuePosition(0, 0));

        assertThat(story.broken()).containsExactly("G4");
    }

    @Test
    void a_system_error_may_leave_a_dead_letter() {
        story.asks(16, CouponIssueStatus.SYSTEM_ERROR);
        story.deadLetters.add(new QueuePosition(0, 0));

        assertThat(story.broken()).isEmpty();
    }

    private UUID accepted(long userId) {
        UUID id = UUID.randomUUID();
        story.answers.add(Answer.accepted(1, userId, id));
        return id;
    }
}
