package coupon.verification.guarantee;

import coupon.verification.guarantee.Findings.Count;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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
    public void check(Evidence evidence, Findings findings) {
        rowsAreUnique(evidence, findings);
        rowsAreOfTheirEvents(evidence, findings);
        rowsHaveRecords(evidence, findings);
        idsOfOtherCoupons(evidence, findings);
        if (evidence.coverage.watched()) { // else AnsweredIsStored finds it, at the request that was decided otherwise
            resultsNeverDiffer(evidence, findings);
        }
        for (Decision earlier : evidence.storedBefore) {
            Decision now = evidence.requests().of(earlier.eventId());
            if (now == null || !earlier.equals(evidence.requests().asStored(now))) {
                findings.add(earlier.position(), "was " + earlier + " and became " + now);
            }
        }
        keysNameOneRequest(evidence, findings);
    }

    private static void rowsAreUnique(Evidence evidence, Findings findings) {
        Set<UUID> seen = new HashSet<>(evidence.stored.size() * 2);
        evidence.stored.stream()
                .filter(row -> !seen.add(row.eventId()))
                .forEach(row ->
                        findings.add(Kind.DECIDED_TWICE, row, row.outcome() + " once more", "one row per event"));
    }

    private static void rowsAreOfTheirEvents(Evidence evidence, Findings findings) {
        evidence.requests().storedOtherwise.forEach((id, row) -> {
            Decision ofEvent = Objects.requireNonNull(evidence.requests().of(id));
            sayTheSame("coupon ", row.couponId(), ofEvent.couponId(), row, findings);
            sayTheSame("user ", row.userId(), ofEvent.userId(), row, findings);
            sayTheSame("requested at ", row.requestedAt(), ofEvent.requestedAt(), row, findings);
            sayTheSame("at ", row.where(), ofEvent.where(), row, findings);
        });
    }

    private static void sayTheSame(String what, Object stored, Object rules, Decision row, Findings findings) {
        if (!stored.equals(rules)) {
            findings.add(Kind.LEDGER_DIFFERS, row, what + stored, what + rules);
        }
    }

    /** A row whose record has expired, or was in a former topic, is trusted: nothing is left to prove it by. */
    private static void rowsHaveRecords(Evidence evidence, Findings findings) {
        for (Decision row : evidence.requests().withoutRecord) {
            if (evidence.coverage.isExpired(row)) {
                findings.count(Count.BEFORE_THE_LOG, 1);
            } else if (evidence.coverage.isOfFormerTopic(row)) {
                findings.count(Count.OF_FORMER_TOPIC, 1);
            } else {
                findings.add(Kind.NO_SUCH_EVENT, row, row.outcome().name(), "no row: the log has no such event");
            }
        }
    }

    /** An event id that another coupon's request had before has its outcome there. */
    private static void idsOfOtherCoupons(Evidence evidence, Findings findings) {
        long repeated = 0;
        for (LogRecord record : evidence.log) {
            Decision other = evidence.storedForOthers.get(record.eventId());
            if (other != null && record.isAt(other)) {
                sayTheSame("coupon ", other.couponId(), record.couponId(), other, findings);
            } else if (other != null) {
                repeated++;
            }
        }
        if (repeated > 0) {
            findings.note(repeated + " requests repeat the event id of another coupon's request, and have its outcome");
        }
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
            String key = answer.callKey();
            if (key != null && answer.requestId() != null) {
                UUID before = requests.putIfAbsent(key, answer.requestId());
                if (before != null && !before.equals(answer.requestId())) {
                    findings.add("one idempotency key, two requests: " + before + " and " + answer);
                }
            }
        }
    }
}
