package coupon.bench.scenario;

import static java.util.stream.Collectors.toSet;

import coupon.bench.report.Verdict;
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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** Lets a run come to rest and says whether it kept the guarantees. */
final class Judge {
    private static final Duration REST_MAX = Duration.ofSeconds(90);

    private final Bench bench;

    Judge(Bench bench) {
        this.bench = bench;
    }

    /**
     * Leaves empty tables, so that who is measured later does not pay for who was measured before.
     *
     * @param coupons as they were before the run
     */
    Verdict judge(List<Coupon> coupons, List<Answer> answers) {
        boolean rested = comesToRest(coupons);
        Set<Long> ids = new HashSet<>(Bench.ids(coupons));
        List<CouponIssueResult> stored = new ArrayList<>();
        ids.forEach(id -> stored.addAll(bench.database().results(id)));
        List<Violation> violations = Guarantees.check(evidence(coupons, ids, answers, stored));
        List<String> said = new ArrayList<>(
                violations.stream().map(Violation::toString).limit(20).toList());
        if (!rested) {
            said.add("did not come to rest within " + REST_MAX.toSeconds() + " s");
        }
        bench.emptyTables();
        return verdict(answers, stored, violations, said);
    }

    /** The same for responses to a load. */
    Verdict judgeLoad(List<Coupon> coupons, List<Sample> samples) {
        return judge(coupons, samples.stream().map(Judge::answer).toList());
    }

    private static Answer answer(Sample sample) {
        CouponIssueStatus outcome = sample.outcome() == null ? null : CouponIssueStatus.valueOf(sample.outcome());
        boolean decided = sample.preferenceApplied() && !sample.isAccepted();
        return Answer.ofHttp(sample.status(), decided, sample.couponId(), sample.userId(), sample.requestId(), outcome);
    }

    private boolean comesToRest(List<Coupon> coupons) {
        try {
            bench.awaitEmpty(coupons, REST_MAX);
            return true;
        } catch (ConditionTimeoutException tooLong) {
            return false;
        }
    }

    private Evidence evidence(
            List<Coupon> coupons, Set<Long> ids, List<Answer> answers, List<CouponIssueResult> stored) {
        var evidence = new Evidence();
        coupons.forEach(evidence::couponBefore);
        answers.forEach(evidence::answered);
        bench.queueSide().observe(evidence, ids);
        stored.forEach(evidence::stored);
        for (long id : ids) {
            evidence.coupon(bench.database().coupon(id));
            bench.database()
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
                .map(answer -> Objects.requireNonNull(answer.requestId()))
                .filter(id -> !decided.contains(id))
                .count();
        int duplicates = won.size() - new HashSet<>(won).size() + stored.size() - decided.size();
        long overtakings = violations.stream()
                .filter(violation -> violation.guarantee().startsWith("G3"))
                .count();
        return new Verdict(
                answers.size(),
                promised.size(),
                stored.size(),
                Math.toIntExact(lost),
                duplicates,
                Math.toIntExact(overtakings),
                said);
    }
}
