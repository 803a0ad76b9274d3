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
    private final RunFixture run = new RunFixture(5);

    @Test
    void an_accepted_request_without_an_outcome_is_caught() {
        run.request(16, SUCCESS);
        run.queued(0, new CouponIssueEvent(accepted(17), 17, 1, NOON));

        assertThat(run.broken()).containsExactly("G4");
    }

    @Test
    void an_unknown_request_that_is_in_the_log_must_be_decided_too() {
        run.request(16, SUCCESS);
        UUID unknown = UUID.randomUUID();
        run.evidence.answers.add(Answer.unknown(1, 17, unknown));
        assertThat(run.broken()).isEmpty();

        run.queued(0, new CouponIssueEvent(unknown, 17, 1, NOON));
        assertThat(run.broken()).containsExactly("G4");
    }

    @Test
    void an_undecodable_record_must_be_a_dead_letter_once_or_more() {
        run.request(16, SUCCESS);
        QueuePosition noise = run.noise();
        assertThat(run.broken()).containsExactly("G4");

        run.evidence.deadLetters.add(noise);
        run.evidence.deadLetters.add(noise);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_record_that_could_be_decided_is_no_dead_letter() {
        run.request(16, SUCCESS);
        run.evidence.deadLetters.add(new QueuePosition(0, 0));

        assertThat(run.broken()).containsExactly("G4");
    }

    @Test
    void a_system_error_may_leave_a_dead_letter() {
        run.request(16, CouponIssueStatus.SYSTEM_ERROR);
        run.evidence.deadLetters.add(new QueuePosition(0, 0));

        assertThat(run.broken()).isEmpty();
    }

    private UUID accepted(long userId) {
        UUID id = UUID.randomUUID();
        run.evidence.answers.add(Answer.accepted(1, userId, id));
        return id;
    }
}
