package coupon.verification.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.CouponIssueResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * A sale and the audit of it. Coupon 1 has partition 0 to itself. Of ten, users 1 to 10 stand at the offsets 0 to 9 and
 * win; 11 to 20 stand behind them; at the offsets 20 to 29 users 1 to 10 come again.
 */
abstract class AuditedSale {
    final AuditFixture fixture = new AuditFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    final List<CouponIssueResult> sale() {
        fixture.createCoupon1(10);
        fixture.queueUsers(1, 1, 20);
        fixture.queueUsers(1, 1, 10);
        List<CouponIssueResult> decided = fixture.decide(100);
        fixture.publish(decided);
        fixture.acknowledgeAll();
        return decided;
    }

    final Verdict failed() {
        Verdict verdict = fixture.audit(1);
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isEqualTo(1);
        assertThat(verdict.json().get("verdict").asString()).isEqualTo("FAILED");
        return verdict;
    }

    final Verdict passed() {
        Verdict verdict = fixture.audit(1);
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.json().get("verdict").asString()).isEqualTo("PASSED");
        return verdict;
    }
}
