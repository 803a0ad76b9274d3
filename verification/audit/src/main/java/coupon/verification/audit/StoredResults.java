package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes the coupon's rows of the request store one by one, finds the event of each in the topic, and checks that the row
 * says the same.
 *
 * <p>A row whose record has expired is trusted, for nothing is left to prove it by; so is one that was decided before
 * the oldest record of the topic was written: the topic was re-created since. Both are counted.
 */
final class StoredResults {
    private static final Map<String, CouponIssueStatus> OUTCOMES =
            Arrays.stream(CouponIssueStatus.values()).collect(Collectors.toMap(Enum::name, outcome -> outcome));

    private final Requests requests;
    private final PartitionOffsets offsets;
    private final long firstRecordMillis;
    private final Findings findings;
    private final Map<CouponIssueStatus, Long> byOutcome = new EnumMap<>(CouponIssueStatus.class);
    private long expired;
    private long ofFormerTopic;

    StoredResults(Requests requests, PartitionOffsets offsets, long firstRecordMillis, Findings findings) {
        this.requests = requests;
        this.offsets = offsets;
        this.firstRecordMillis = firstRecordMillis;
        this.findings = findings;
    }

    void accept(StoredRow row) {
        CouponIssueStatus outcome = OUTCOMES.get(row.outcome());
        if (outcome == null) {
            findings.violation(Kind.WRONG_OUTCOME, row, row.outcome(), "an outcome");
            return;
        }
        byOutcome.merge(outcome, 1L, Long::sum);
        if (requests.decided(row.id()) != null) {
            findings.violation(Kind.DECIDED_TWICE, row, row.outcome() + " once more", "one row per event");
            return;
        }
        Request request = requests.at(row.id(), row.partition(), row.offset());
        if (request == null) {
            request = withoutRecord(row);
        } else {
            compare(row, request);
        }
        request.outcome = outcome;
        request.number = row.number();
        request.decidedAtMicros = row.decidedAtMicros();
    }

    /** The topic does not hold the event where the row says. */
    private Request withoutRecord(StoredRow row) {
        if (offsets.isExpired(row.partition(), row.offset())) {
            expired++;
        } else if (row.decidedAtMicros() / 1000 < firstRecordMillis) {
            ofFormerTopic++;
        } else {
            Request elsewhere = requests.any(row.id());
            if (elsewhere != null) {
                findings.violation(
                        Kind.LEDGER_DIFFERS, row, "at this offset", "the event is at " + elsewhere.position());
                return elsewhere;
            }
            findings.violation(Kind.NO_SUCH_EVENT, row, row.outcome(), "no row: the topic has no such event");
        }
        return requests.add(new Request(
                row.id(),
                row.userId(),
                Math.floorDiv(row.requestedAtMicros(), 1000),
                row.partition(),
                row.offset(),
                false,
                false));
    }

    private void compare(StoredRow row, Request request) {
        if (row.userId() != request.userId) {
            findings.violation(Kind.LEDGER_DIFFERS, row, "user " + row.userId(), "user " + request.userId);
        }
        if (row.requestedAtMicros() != request.requestedAtMillis * 1000) {
            findings.violation(
                    Kind.LEDGER_DIFFERS,
                    row,
                    "requested at " + Moments.ofMicros(row.requestedAtMicros()),
                    "at " + Moments.ofMicros(request.requestedAtMillis * 1000));
        }
    }

    Map<CouponIssueStatus, Long> byOutcome() {
        return byOutcome;
    }

    long count(CouponIssueStatus outcome) {
        return byOutcome.getOrDefault(outcome, 0L);
    }

    long expired() {
        return expired;
    }

    long ofFormerTopic() {
        return ofFormerTopic;
    }
}
