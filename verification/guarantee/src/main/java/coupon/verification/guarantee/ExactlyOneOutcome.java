package coupon.verification.guarantee;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * G5. One event, one row, for ever: redelivery, replay, restart and zombies neither change nor add an outcome.
 *
 * <p>Valid: an event that stands in the log several times, with one row at the position of the first of them in its
 * partition; a result published many times, always the same. Invalid: two rows of one event; a row of an event that is
 * not in the log at the row's position; a row for the second occurrence; two results of one event that differ; a row that
 * was there earlier and is changed or gone; one idempotency key with two request ids.
 */
final class ExactlyOneOutcome implements Guarantee {
    @Override
    public String promise() {
        return "G5 exactly one outcome";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<UUID, Decision> stored = evidence.storedById();
        rowsAreUnique(evidence, findings);
        rowsStandWhereTheirEventFirstStood(evidence, stored, findings);
        resultsNeverDiffer(evidence, findings);
        evidence.storedBefore.stream()
                .filter(row -> !row.equals(stored.get(row.eventId())))
                .forEach(
                        row -> findings.add(row.position(), "was " + row + " and became " + stored.get(row.eventId())));
        keysNameOneRequest(evidence, findings);
    }

    private static void rowsAreUnique(Evidence evidence, Findings findings) {
        Set<UUID> seen = new HashSet<>(evidence.stored.size() * 2);
        evidence.stored.stream()
                .filter(row -> !seen.add(row.eventId()))
                .forEach(row -> findings.add(row.position(), "a second row of one event: " + row));
    }

    private static void rowsStandWhereTheirEventFirstStood(
            Evidence evidence, Map<UUID, Decision> stored, Findings findings) {
        Set<UUID> passed = new HashSet<>(stored.size() * 2);
        for (LogRecord record : evidence.log) {
            Decision row = record.eventId() == null ? null : stored.get(record.eventId());
            if (row != null && row.partition() == record.partition() && passed.add(row.eventId())) {
                if (row.offset() != record.offset()) {
                    findings.add(record.position(), "the event's first occurrence was passed over for " + row);
                } else if (row.couponId() != record.couponId() || row.userId() != record.userId()) {
                    findings.add(record.position(), "the row is not of the record: " + row + ", " + record);
                }
            }
        }
        stored.values().stream()
                .filter(row -> !passed.contains(row.eventId()))
                .forEach(row -> findings.add(row.position(), "an outcome without a record in the log: " + row));
    }

    private static void resultsNeverDiffer(Evidence evidence, Findings findings) {
        Map<UUID, Decision> first = new HashMap<>(evidence.stored.size() * 2);
        for (Decision result : evidence.published) {
            Decision before = first.putIfAbsent(result.eventId(), result);
            if (before != null && !before.equals(result)) {
                findings.add(result.position(), "published as " + before + " and then as " + result);
            }
        }
    }

    private static void keysNameOneRequest(Evidence evidence, Findings findings) {
        Map<String, UUID> requests = new HashMap<>();
        for (Answer answer : evidence.answers) {
            if (answer.idempotencyKey() != null && answer.requestId() != null) {
                String key = answer.couponId() + " " + answer.userId() + " " + answer.idempotencyKey();
                UUID before = requests.putIfAbsent(key, answer.requestId());
                if (before != null && !before.equals(answer.requestId())) {
                    findings.add("one idempotency key, two requests: " + before + " and " + answer);
                }
            }
        }
    }
}
