package coupon.verification.guarantee;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** All guarantees at once. A run in which nothing happened proves nothing, and fails. */
public final class Guarantees {
    private static final int SHOWN_MAX = 20;
    private static final int KEPT_MAX = 10_000;

    /** Those that the records alone can prove or disprove. */
    private static final List<Guarantee> OF_RECORDS = List.of(
            new NeverOversold(),
            new OnePerUser(),
            new FirstComeFirstServed(),
            new NothingAcceptedIsLost(),
            new ExactlyOneOutcome(),
            new AnsweredIsStored(),
            new ResultsReachDownstream(),
            new NumberedInOrder());

    private static final List<Guarantee> OF_ANSWERS = List.of(new SomethingHappened(), new NoPromiseWithoutTheLog());

    private Guarantees() {}

    /** Every violation of a watched run, up to a bound per guarantee; empty if all hold. */
    public static List<Violation> check(Evidence evidence) {
        var findings = new Findings(SHOWN_MAX);
        judge(OF_ANSWERS, evidence, findings);
        judge(OF_RECORDS, evidence, findings);
        return findings.violations();
    }

    /** What the records alone say: those of one coupon that nobody watched. */
    public static Judgement judge(Evidence evidence) {
        var findings = new Findings(KEPT_MAX);
        judge(OF_RECORDS, evidence, findings);
        return findings.judgement();
    }

    /** @throws AssertionError that lists every violation */
    public static void assertHold(Evidence evidence) {
        List<Violation> violations = check(evidence);
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    violations.stream().map(Violation::toString).collect(joining("\n", "guarantees broken:\n", "")));
        }
    }

    private static void judge(List<Guarantee> guarantees, Evidence evidence, Findings findings) {
        synchronized (evidence) {
            evidence.join();
            for (Guarantee guarantee : guarantees) {
                findings.judging(guarantee.promise());
                guarantee.check(evidence, findings);
                findings.judged();
            }
        }
    }

    /** Not a guarantee, but what makes the others mean something. */
    private static final class SomethingHappened implements Guarantee {
        @Override
        public String promise() {
            return "the run proves nothing";
        }

        @Override
        public void check(Evidence evidence, Findings findings) {
            if (evidence.answers.stream()
                    .noneMatch(
                            answer -> answer.kind() == Answer.Kind.ACCEPTED || answer.kind() == Answer.Kind.DECIDED)) {
                findings.add("no request was accepted");
            }
            if (evidence.stored.isEmpty()) {
                findings.add("no request was decided");
            }
        }
    }
}
