package coupon.verification.guarantee;

import coupon.core.domain.Holding;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * G6. Responses, results topic, request store and {@code user_coupon} agree.
 *
 * <p>Valid: every answered or published outcome is the request store's, and the holders are those before and the winners.
 * Invalid: a client that was answered {@code SUCCESS} and a request store that has no row, or another outcome; a published result that is
 * not stored as it was published; a winner without a coupon; a coupon without a win. After an operator deleted holdings,
 * winners may lack their coupon, and nothing else changes.
 */
final class AnsweredIsStored implements Guarantee {
    @Override
    public String promise() {
        return "G6 what is answered is what is stored";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<UUID, Decision> stored = evidence.storedById();
        for (Answer answer : evidence.answers) {
            Decision row = answer.requestId() == null ? null : stored.get(answer.requestId());
            if (isContradicted(answer, row)) {
                findings.add(row == null ? null : row.position(), "answered " + answer + ", stored " + row);
            }
        }
        evidence.published.stream()
                .filter(result -> !result.equals(stored.get(result.eventId())))
                .forEach(result -> findings.add(
                        result.position(), "published " + result + ", stored " + stored.get(result.eventId())));
        holdersAreTheWinners(evidence, findings);
    }

    /** An early refusal of a request that was never queued is not stored; whatever was answered about one that was, must fit. */
    private static boolean isContradicted(Answer answer, @Nullable Decision row) {
        if (row == null) {
            return answer.kind() == Answer.Kind.DECIDED;
        }
        boolean sameOutcome = answer.outcome() == null || answer.outcome() == row.outcome();
        boolean sameWish = answer.couponId() == row.couponId() && answer.userId() == row.userId();
        return !sameOutcome || !sameWish && answer.kind() != Answer.Kind.UNKNOWN;
    }

    private static void holdersAreTheWinners(Evidence evidence, Findings findings) {
        Set<Holding> expected = new HashSet<>(evidence.holdingsBefore);
        evidence.stored.stream()
                .filter(Decision::isSuccess)
                .map(Decision::holding)
                .forEach(expected::add);
        Set<Holding> held = new HashSet<>(evidence.holdings);
        held.stream()
                .filter(holding -> !expected.contains(holding))
                .forEach(holding -> findings.add("has it and never won it: " + holding));
        expected.stream()
                .filter(holding -> !held.contains(holding) && evidence.deletionsOf(holding.couponId()) == 0)
                .forEach(holding -> findings.add("won it and does not have it: " + holding));
    }
}
