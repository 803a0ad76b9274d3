package coupon.verification.guarantee;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** All guarantees at once. A run in which nothing happened proves nothing, and fails. */
public final class Guarantees {
    private static final int SHOWN_MAX = 20;
    private static final int KEPT_MAX = 10_000;

    private static final List<Promise> OF_ANSWERS = List.of(
            new Promise("the run proves nothing", Guarantees::somethingHappened),
            new Promise("G7 no promise without the log", new NoPromiseWithoutTheLog()));

    /** Those that the records alone can prove or disprove. */
    private static final List<Promise> OF_RECORDS = List.of(
            new Promise("G1 never oversold", new NeverOversold()),
            new Promise("G2 at most one per user and coupon", new OnePerUser()),
            new Promise("G3 first come, first served", new FirstComeFirstServed()),
            new Promise("G4 nothing accepted is lost", new NothingAcceptedIsLost()),
            new Promise("G5 exactly one outcome", new ExactlyOneOutcome()),
            new Promise("G6 what is answered is what is stored", new AnsweredIsStored()),
            new Promise("G8 results reach downstream", new ResultsReachDownstream()),
            new Promise("G9 numbers", new NumberedInOrder()));

    private Guarantees() {}

    /** Every violation of a watched run, up to a bound per guarantee; empty if all hold. */
    public static List<Violation> check(Evidence evidence) {
        return judge(evidence, SHOWN_MAX, Stream.concat(OF_ANSWERS.stream(), OF_RECORDS.stream()))
                .violations();
    }

    /** What the records alone say: those of one coupon that nobody watched. */
    public static Findings judge(Evidence evidence) {
        return judge(evidence, KEPT_MAX, OF_RECORDS.stream());
    }

    private static Findings judge(Evidence evidence, int keptMax, Stream<Promise> promises) {
        var findings = new Findings(keptMax);
        evidence.join();
        promises.forEach(it -> findings.judge(it.promise, it.guarantee, evidence));
        return findings;
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
    private static void somethingHappened(Evidence evidence, Findings findings) {
        if (evidence.answers.stream().noneMatch(Answer::isPromise)) {
            findings.add("no request was accepted");
        }
        if (evidence.stored.isEmpty()) {
            findings.add("no request was decided");
        }
    }

    /** @param promise as violations are headed */
    private record Promise(String promise, Guarantee guarantee) {}
}
