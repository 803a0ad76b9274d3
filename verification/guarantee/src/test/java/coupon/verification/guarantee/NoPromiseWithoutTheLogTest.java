package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.BUSINESS_ERROR;
import static coupon.core.domain.CouponIssueStatus.DUPLICATE_REQUEST;
import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.testing.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueEvent;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoPromiseWithoutTheLogTest {
    private final Story story = new Story(5);
    private final UUID first = story.asks(16, SUCCESS);

    @Test
    void refused_and_not_queued_is_the_truth() {
        story.answers.add(Answer.ofHttp(503, false, 1, 17, UUID.randomUUID(), null));
        story.answers.add(Answer.ofHttp(409, false, 1, 18, null, OUT_OF_STOCK));
        story.answers.add(Answer.ofHttp(422, false, 1, 19, null, BUSINESS_ERROR));
        story.answers.add(Answer.ofHttp(429, false, 1, 20, null, null));

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void accepted_and_not_in_the_log_is_caught() {
        story.answers.add(Answer.ofHttp(202, false, 1, 17, UUID.randomUUID(), null));

        assertThat(story.broken()).contains("G7");
    }

    @Test
    void refused_and_yet_queued_is_caught() {
        story.answers.clear();
        story.answers.add(Answer.ofHttp(503, false, 1, 16, first, null));

        assertThat(story.broken()).contains("G7");
    }

    @Test
    void refused_without_a_request_id_and_yet_queued_is_caught() {
        story.answers.add(Answer.refused(1, 17));
        story.decided(story.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), SUCCESS);

        assertThat(story.broken()).containsExactly("G7");
    }

    @Test
    void refused_once_and_accepted_with_the_same_key_is_the_truth() {
        story.answers.add(Answer.ofHttp(503, false, 1, 16, first, null).withIdempotencyKey("key"));

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void unknown_may_be_queued_or_not() {
        story.answers.add(Answer.ofHttp(504, false, 1, 17, UUID.randomUUID(), null));
        UUID queued = UUID.randomUUID();
        story.answers.add(Answer.ofHttp(504, false, 1, 18, queued, null));
        story.decided(story.queued(0, new CouponIssueEvent(queued, 18, 1, NOON)), SUCCESS);

        assertThat(story.broken()).isEmpty();
    }

    @Test
    void a_lost_connection_accounts_for_one_event_and_not_for_two() {
        story.answers.add(Answer.unknown(1, 17, null).withIdempotencyKey("key"));
        story.answers.add(Answer.unknown(1, 17, null).withIdempotencyKey("key"));
        story.decided(story.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), SUCCESS);
        assertThat(story.broken()).isEmpty();

        story.decided(story.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), DUPLICATE_REQUEST);
        assertThat(story.broken()).containsExactly("G7");
    }
}
