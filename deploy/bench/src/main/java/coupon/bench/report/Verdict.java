package coupon.bench.report;

import java.util.List;

/**
 * Whether a run kept the guarantees.
 *
 * @param requests that were sent
 * @param accepted how many of them the queue took
 * @param decided how many have an outcome
 * @param lost accepted, and without an outcome when all had come to rest
 * @param duplicates coupons that somebody got twice, and requests with more than one outcome
 * @param overtakings where somebody won, or lost, out of turn; counted up to 20
 * @param violations of any guarantee, in words
 */
public record Verdict(
        int requests, int accepted, int decided, int lost, int duplicates, int overtakings, List<String> violations) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    public boolean held() {
        return violations.isEmpty() && lost == 0 && duplicates == 0 && overtakings == 0;
    }
}
