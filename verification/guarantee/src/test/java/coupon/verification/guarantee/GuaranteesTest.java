package coupon.verification.guarantee;

import static coupon.core.domain.CouponIssueStatus.OUT_OF_STOCK;
import static coupon.core.domain.CouponIssueStatus.SUCCESS;
import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.QueuePosition;
import coupon.core.queue.wire.DecodedRecord.Decodable;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuaranteesTest {
    @Test
    void a_run_in_which_nothing_happened_fails() {
        assertThatThrownBy(() -> Guarantees.assertHold(new RunFixture(1).evidence))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no request was accepted")
                .hasMessageContaining("no request was decided");
    }

    @Test
    void a_run_with_nothing_but_refusals_fails() {
        var run = new RunFixture(1);
        run.evidence.answers.add(Answer.ofHttp(503, false, 1, 16, null, null));

        assertThat(Guarantees.check(run.evidence)).hasSize(2);
    }

    @Test
    void every_violation_is_listed_with_its_position() {
        var run = new RunFixture(1);
        run.request(16, OUT_OF_STOCK);
        run.evidence.published.clear();

        assertThatThrownBy(() -> Guarantees.assertHold(run.evidence))
                .hasMessageContaining("G3 first come, first served: OUT_OF_STOCK cannot be, behind 0 winners")
                .hasMessageContaining("G8 results reach downstream")
                .hasMessageContaining("[record 0-0]");
    }

    @Test
    void a_thousand_violations_are_counted_and_not_all_listed() {
        var run = new RunFixture(1_000);
        for (int user = 1; user <= 1_000; user++) {
            run.request(user, SUCCESS);
        }
        run.evidence.holdings.clear();

        assertThat(Guarantees.check(run.evidence))
                .hasSize(21)
                .last()
                .extracting(Violation::message)
                .isEqualTo("and 980 more");
    }

    @Test
    void a_big_run_is_checked_whole() {
        int records = Integer.getInteger("guarantees.records", 50_000);
        int stock = records / 10;
        var evidence = new Evidence();
        Coupon before = aCoupon().withStock(stock).build();
        evidence.couponBefore(before);
        evidence.coupon(before.issuing(stock));
        for (int i = 0; i < records; i++) {
            var position = new QueuePosition(0, i);
            var request = new CouponIssueRequest(new CouponIssueEvent(UUID.randomUUID(), 1L + i, 1, NOON), position);
            var row = i < stock
                    ? CouponIssueResult.of(request, SUCCESS, NOON, 1L + i)
                    : CouponIssueResult.of(request, OUT_OF_STOCK, NOON);
            evidence.answers.add(Answer.accepted(1, 1L + i, row.eventId()));
            evidence.logged(position, new Decodable(request));
            evidence.stored(row);
            evidence.published.add(Decision.of(row).asPublished(row.number()));
            if (row.isSuccess()) {
                evidence.holding(row.holding());
            }
        }

        assertThat(Guarantees.check(evidence)).isEmpty();
    }
}
