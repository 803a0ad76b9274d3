package coupon.bench.scenario;

import static java.util.stream.Collectors.toSet;

import coupon.bench.report.Report.Verdict;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.CouponIssueStatus;
import coupon.core.domain.Holding;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Answer.Kind;
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
            bench.awaitEmpty(coupons, REST_MAX);
        } catch (ConditionTimeoutException tooLong) {
            said.add("did not come to rest within " + REST_MAX.toSeconds() + " s");
        }
        List<CouponIssueResult> stored = coupons.stream()
                .flatMap(coupon -> bench.database.results(coupon.couponId()).stream())
                .toList();
        List<Violation> violations = Guarantees.check(evidence(coupons, answers, stored));
        violations.stream().limit(SHOWN_MAX).map(Violation::toString).forEach(said::add);
        bench.emptyTables();
        return verdict(answers, stored, violations, said);
    }

    private static Answer answer(Sample sample) {
        CouponIssueStatus outcome = sample.outcome() == null ? null : CouponIssueStatus.valueOf(sample.outcome());
        boolean decided = sample.preferenceApplied() && !sample.isAccepted();
        return Answer.ofHttp(sample.status(), decided, sample.couponId(), sample.userId(), sample.requestId(), outcome);
    }

    private Evidence evidence(List<Coupon> coupons, List<Answer> answers, List<CouponIssueResult> stored) {
        var evidence = new Evidence();
        coupons.forEach(evidence::couponBefore);
        evidence.answers.addAll(answers);
        bench.queue.show(new QueueSide.Observer(evidence, Set.copyOf(Bench.ids(coupons))));
        stored.forEach(evidence::stored);
        for (long id : Bench.ids(coupons)) {
            evidence.coupon(bench.database.coupon(id));
            bench.database
                    .numbers("SELECT user_id FROM user_coupon WHERE coupon_id = " + id)
                    .forEach(user -> evidence.holding(new Holding(id, user)));
        }
        return evidence;
    }

    private static Verdict verdict(
            List<Answer> answers, List<CouponIssueResult> stored, List<Violation> violations, List<String> said) {
        Set<UUID> decided = stored.stream().map(CouponIssueResult::eventId).collect(toSet());
        List<Holding> won = stored.stream()
                .filter(CouponIssueResult::isSuccess)
                .map(CouponIssueResult::holding)
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
