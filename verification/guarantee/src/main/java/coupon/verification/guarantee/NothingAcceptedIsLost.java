package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.guarantee.Findings.Count;
import java.util.HashMap;
import java.util.Map;

/**
 * G4. Whatever was accepted, or got into the log in any other way, ends with an outcome or as a dead letter.
 *
 * <p>Valid: an accepted request with a stored row; an unknown one that is in the log and has one, or is not in the log;
 * an undecodable record among the dead letters, repeatedly if need be. Invalid: an accepted request or a decodable
 * record without a row; an undecodable record that left no dead letter; a decodable record among the dead letters,
 * unless it is a {@code SYSTEM_ERROR}: an outage is waited out. While requests still wait, those must be decided that the
 * group has acknowledged, and those before a decided one of their partition.
 */
final class NothingAcceptedIsLost implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        Requests requests = evidence.requests();
        for (Answer answer : evidence.answers) {
            if (answer.kind() == Answer.Kind.ACCEPTED && requests.of(answer.requestId()) == null) {
                findings.add("accepted and never decided: " + answer);
            }
        }
        Map<Integer, Long> decidedUpTo = new HashMap<>();
        for (LogRecord record : evidence.log) {
            Decision row = requests.of(record.eventId());
            if (row == null) {
                continue;
            }
            decidedUpTo.merge(row.partition(), record.isAt(row) ? row.offset() : -1, Math::max);
            if (row.outcome() != CouponIssueStatus.SYSTEM_ERROR && evidence.deadLetters.contains(record.position())) {
                findings.add(record.position(), "could be decided, and is a dead letter: " + record);
            }
        }
        for (LogRecord record : evidence.log) {
            if (requests.of(record.eventId()) == null && !evidence.storedForOthers.containsKey(record.eventId())) {
                boolean acknowledged = evidence.coverage.isAcknowledged(record.position());
                boolean passedOver = record.offset() < decidedUpTo.getOrDefault(record.partition(), -1L);
                undecided(record, acknowledged, passedOver, findings);
            }
        }
        String deadLetter = "a dead letter: it cannot be decoded";
        evidence.undecodable.stream()
                .filter(at -> evidence.coverage.isAcknowledged(at) && !evidence.deadLetters.contains(at))
                .forEach(at -> findings.add(Kind.NO_DEAD_LETTER, at, null, "nothing", deadLetter));
    }

    private static void undecided(LogRecord record, boolean acknowledged, boolean passedOver, Findings findings) {
        if (!acknowledged && !passedOver) {
            findings.count(Count.WAITING, 1);
            return;
        }
        findings.add(
                acknowledged ? Kind.UNDECIDED : Kind.PASSED_OVER,
                record.position(),
                record.eventId(),
                "no row in the request store",
                "an outcome: " + (acknowledged ? "the group has acknowledged it" : "a later request has one"));
    }
}
