package coupon.verification.guarantee;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** All guarantees at once. A run in which nothing happened proves nothing, and fails. */
public final class Guarantees {
    private static final List<Guarantee> ALL = List.of(
            new SomethingHappened(),
            new NeverOversold(),
            new OnePerUser(),
            new FirstComeFirstServed(),
            new NothingAcceptedIsLost(),
            new ExactlyOneOutcome(),
            new AnsweredIsStored(),
            new NoPromiseWithoutTheLog(),
            new ResultsReachDownstream(),
            new NumberedInOrder());

    private Guarantees() {}

    /** Every violation, up to a bound per guarantee; empty if all hold. */
    public static List<Violation> check(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        synchronized (evidence) {
            for (Guarantee guarantee : ALL) {
                var findings = new Findings(guarantee.promise());
                guarantee.check(evidence, findings);
                violations.addAll(findings.violations());
            }
        }
        return violations;
    }

    /** @throws AssertionError that lists every violation */
    public static void assertHold(Evidence evidence) {
        List<Violation> violations = check(evidence);
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    violations.stream().map(Violation::toString).collect(joining("\n", "guarantees broken:\n", "")));
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
