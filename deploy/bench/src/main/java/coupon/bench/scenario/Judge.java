package coupon.bench.scenario;

import static java.util.stream.Collectors.toSet;

import coupon.bench.report.Report.Verdict;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Answer.Kind;
import coupon.verification.guarantee.Decision;
import coupon.verification.guarantee.Evidence;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.guarantee.Violation;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** Lets a run come to rest and says whether it kept the guarantees. */
record Judge(Bench bench) {
    private static final Duration REST_MAX = Duration.ofSeconds(90);
    private static final int SHOWN_MAX = 20;

    /** Judges the responses to a load. */
    Verdict judgeLoad(List<Coupon> coupons, List<Sample> samples) {
        return judge(coupons, samples.stream().map(Judge::answer).toList());
    }

    /**
     * Leaves empty tables, so that who is measured later does not pay for who was measured before.
     *
     * @param coupons as they were before the run
     */
    Verdict judge(List<Coupon> coupons, List<Answer> answers) {
        List<String> said = new ArrayList<>();
        try {
            bench.system.awaitDecided(coupons, REST_MAX);
        } catch (ConditionTimeoutException tooLong) {
            said.add("did not come to rest within " + REST_MAX.toSeconds() + " s");
        }
        Evidence evidence = bench.system.evidence(coupons, answers);
        List<Violation> violations = Guarantees.check(evidence);
        violations.stream().limit(SHOWN_MAX).map(Violation::toString).forEach(said::add);
        bench.emptyTables();
        return verdict(answers, evidence.stored, violations, said);
    }

    private static Answer answer(Sample sample) {
        CouponIssueStatus outcome = sample.outcome() == null ? null : CouponIssueStatus.valueOf(sample.outcome());
        return Answer.ofHttp(
                sample.status(),
                sample.preferenceApplied(),
                sample.couponId(),
                sample.userId(),
                sample.requestId(),
                outcome);
    }

    private static Verdict verdict(
            List<Answer> answers, List<Decision> stored, List<Violation> violations, List<String> said) {
        Set<UUID> decided = stored.stream().map(Decision::eventId).collect(toSet());
        List<Holding> won = stored.stream()
                .filter(row -> row.outcome() == CouponIssueStatus.SUCCESS)
                .map(row -> new Holding(row.couponId(), row.userId()))
                .toList();
        List<Answer> promised = answers.stream()
                .filter(answer -> answer.kind() == Kind.ACCEPTED || answer.kind() == Kind.DECIDED)
                .toList();
        long lost = promised.stream()
                .filter(answer -> !decided.contains(answer.requestId()))
                .count();
        int duplicates = won.size() - new HashSet<>(won).size() + stored.size() - decided.size();
        long overtakings = violations.stream()
                .filter(violation -> violation.guarantee().startsWith("G3"))
                .count();
        return new Verdict(
                answers.size(), promised.size(), stored.size(), (int) lost, duplicates, (int) overtakings, said);
    }
}
