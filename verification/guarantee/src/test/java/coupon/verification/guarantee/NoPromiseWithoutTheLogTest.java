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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoPromiseWithoutTheLogTest {
    private final RunFixture run = new RunFixture(5);
    private final UUID first = run.request(16, SUCCESS);

    @Test
    void refused_and_not_queued_is_the_truth() {
        run.evidence.answers.add(Answer.ofHttp(503, false, 1, 17, UUID.randomUUID(), null));
        run.evidence.answers.add(Answer.ofHttp(409, false, 1, 18, null, OUT_OF_STOCK));
        run.evidence.answers.add(Answer.ofHttp(422, false, 1, 19, null, BUSINESS_ERROR));
        run.evidence.answers.add(Answer.ofHttp(429, false, 1, 20, null, null));

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void accepted_and_not_in_the_log_is_caught() {
        run.evidence.answers.add(Answer.ofHttp(202, false, 1, 17, UUID.randomUUID(), null));

        assertThat(run.broken()).contains("G7");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 409, 413, 422, 429, 503})
    void refused_and_yet_queued_is_caught(int status) {
        run.evidence.answers.clear();
        run.evidence.answers.add(Answer.ofHttp(status, false, 1, 16, first, null));

        assertThat(run.broken()).contains("G7");
    }

    @Test
    void refused_without_a_request_id_and_yet_queued_is_caught() {
        run.evidence.answers.add(Answer.ofHttp(503, false, 1, 17, null, null));
        run.decided(run.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), SUCCESS);

        assertThat(run.broken()).containsExactly("G7");
    }

    @Test
    void refused_once_and_accepted_with_the_same_key_is_the_truth() {
        run.evidence.answers.add(Answer.ofHttp(503, false, 1, 16, first, null).withIdempotencyKey("key"));

        assertThat(run.broken()).isEmpty();
    }

    /** 500 and 502 are nobody's promise: the API's own failure, and a gateway's that lost its connection. */
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void unknown_may_be_queued_or_not(int status) {
        run.evidence.answers.add(Answer.ofHttp(status, false, 1, 17, UUID.randomUUID(), null));
        UUID queued = UUID.randomUUID();
        run.evidence.answers.add(Answer.ofHttp(status, false, 1, 18, queued, null));
        run.decided(run.queued(0, new CouponIssueEvent(queued, 18, 1, NOON)), SUCCESS);

        assertThat(run.broken()).isEmpty();
    }

    @Test
    void a_lost_connection_accounts_for_one_event_and_not_for_two() {
        run.evidence.answers.add(Answer.unknown(1, 17, null).withIdempotencyKey("key"));
        run.evidence.answers.add(Answer.unknown(1, 17, null).withIdempotencyKey("key"));
        run.decided(run.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), SUCCESS);
        assertThat(run.broken()).isEmpty();

        run.decided(run.queued(0, new CouponIssueEvent(UUID.randomUUID(), 17, 1, NOON)), DUPLICATE_REQUEST);
        assertThat(run.broken()).containsExactly("G7");
    }
}
