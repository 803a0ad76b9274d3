package coupon.bench.report;

import java.util.List;

/**
 * Requests at a constant rate, half of which wait for their coupon. Latency counts from when a request was due.
 *
 * @param errors answers that were neither an acceptance nor an outcome, or that did not come
 * @param answer of those that do not wait, until they are accepted
 * @param issued of those that wait, until the response that they have the coupon
 * @param notInTime how many of those had no outcome within their wait; they count with what they waited
 * @param sendDelayP99Millis how late the generator was: high, if it had no processor
 * @param answerMicros the samples behind {@code answer}, in the order in which they were due
 * @param issuedMicros the samples behind {@code issued}
 */
public record OpenLoopRun(
        Mode mode,
        double ratePerSecond,
        Verdict verdict,
        int errors,
        LatencySummary answer,
        LatencySummary issued,
        int notInTime,
        double sendDelayP99Millis,
        List<Long> answerMicros,
        List<Long> issuedMicros) {
    /** A run that breaks a guarantee has no figure. */
    public OpenLoopRun {
        boolean held = verdict.held();
        answer = held ? answer : LatencySummary.NONE;
        issued = held ? issued : LatencySummary.NONE;
        answerMicros = List.copyOf(answerMicros);
        issuedMicros = List.copyOf(issuedMicros);
    }

    /** Whether 99 of 100 were answered within so many milliseconds, and nothing went wrong. */
    public boolean answersWithin(double millis) {
        return errors == 0 && !answer.isEmpty() && answer.p99() <= millis;
    }

    public boolean issuesWithin(double millis) {
        return errors == 0 && notInTime == 0 && !issued.isEmpty() && issued.p99() <= millis;
    }
}
