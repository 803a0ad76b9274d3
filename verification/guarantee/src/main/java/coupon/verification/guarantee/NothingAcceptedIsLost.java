package coupon.verification.guarantee;

import coupon.core.domain.CouponIssueStatus;
import java.util.Map;
import java.util.UUID;

/**
 * G4. Whatever was accepted, or got into the log in any other way, ends with an outcome or as a dead letter.
 *
 * <p>Valid: an accepted request with a stored row; an unknown one that is in the log and has one, or is not in the log;
 * an undecodable record among the dead letters, repeatedly if need be. Invalid: an accepted request or a decodable
 * record without a row; an undecodable record that left no dead letter; a decodable record among the dead letters,
 * unless it is a {@code SYSTEM_ERROR}: an outage is waited out.
 */
final class NothingAcceptedIsLost implements Guarantee {
    @Override
    public String promise() {
        return "G4 nothing accepted is lost";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<UUID, Decision> stored = evidence.storedById();
        for (Answer answer : evidence.answers) {
            if (answer.kind() == Answer.Kind.ACCEPTED && !stored.containsKey(answer.requestId())) {
                findings.add("accepted and never decided: " + answer);
            }
        }
        for (LogRecord record : evidence.log) {
            boolean dead = evidence.deadLetters.contains(record.position());
            if (record.eventId() == null) {
                if (!dead) {
                    findings.add(record.position(), "undecodable, and no dead letter");
                }
                continue;
            }
            Decision row = stored.get(record.eventId());
            if (row == null) {
                findings.add(record.position(), "in the log and never decided: " + record);
            } else if (dead && row.outcome() != CouponIssueStatus.SYSTEM_ERROR) {
                findings.add(record.position(), "could be decided, and is a dead letter: " + record);
            }
        }
    }
}
