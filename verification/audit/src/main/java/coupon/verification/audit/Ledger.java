package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes the coupon's ledger row by row, finds the event of each in the log, and checks that the row says the same.
 *
 * <p>A row whose record has expired is trusted, for nothing is left to prove it by; so is one that was decided before
 * the oldest record of the log was written: the topic was recreated since. Both are counted.
 */
final class Ledger {
    private static final Map<String, CouponIssueStatus> OUTCOMES =
            Arrays.stream(CouponIssueStatus.values()).collect(Collectors.toMap(Enum::name, outcome -> outcome));

    private final RequestTable requests;
    private final LineOffsets offsets;
    private final long firstRecordMillis;
    private final Findings findings;
    private final LongSet winners = new LongSet();
    private final LongSet winnersBeforeTheLog = new LongSet();
    private final Map<CouponIssueStatus, Long> byOutcome = new EnumMap<>(CouponIssueStatus.class);
    private long expired;
    private long ofFormerTopic;

    Ledger(RequestTable requests, LineOffsets offsets, long firstRecordMillis, Findings findings) {
        this.requests = requests;
        this.offsets = offsets;
        this.firstRecordMillis = firstRecordMillis;
        this.findings = findings;
    }

    void accept(LedgerRow row) {
        CouponIssueStatus outcome = OUTCOMES.get(row.outcome());
        if (outcome == null) {
            findings.violation(Kind.WRONG_OUTCOME, row, row.outcome(), "an outcome");
            return;
        }
        byOutcome.merge(outcome, 1L, Long::sum);
        if (requests.decidedRow(row.idHigh(), row.idLow()) != RequestTable.NONE) {
            findings.violation(Kind.DECIDED_TWICE, row, row.outcome() + " once more", "one row per event");
            return;
        }
        int request = requests.rowAt(row.idHigh(), row.idLow(), row.partition(), row.offset());
        if (request == RequestTable.NONE) {
            request = requestOfRowInVain(row);
        } else {
            compare(row, request);
        }
        requests.decide(request, outcome, row.decidedAtMicros());
        if (outcome == CouponIssueStatus.SUCCESS) {
            countWinner(row, request);
        }
    }

    /** The log does not hold the event where the row says. */
    private int requestOfRowInVain(LedgerRow row) {
        if (offsets.isExpired(row.partition(), row.offset())) {
            expired++;
        } else if (row.decidedAtMicros() / 1000 < firstRecordMillis) {
            ofFormerTopic++;
        } else {
            int elsewhere = requests.anyRow(row.idHigh(), row.idLow());
            if (elsewhere != RequestTable.NONE) {
                findings.violation(
                        Kind.LEDGER_DIFFERS, row, "at this place", "the event is at " + requests.place(elsewhere));
                return elsewhere;
            }
            findings.violation(Kind.NO_SUCH_EVENT, row, row.outcome(), "no row: the log has no such event");
        }
        return requests.addWithoutRecord(row);
    }

    private void compare(LedgerRow row, int request) {
        if (row.userId() != requests.userId(request)) {
            findings.violation(Kind.LEDGER_DIFFERS, row, "user " + row.userId(), "user " + requests.userId(request));
        }
        if (row.requestedAtMicros() != requests.requestedAtMillis(request) * 1000) {
            findings.violation(
                    Kind.LEDGER_DIFFERS,
                    row,
                    "requested at " + Moments.ofMicros(row.requestedAtMicros()),
                    "at " + Moments.ofMicros(requests.requestedAtMillis(request) * 1000));
        }
    }

    private void countWinner(LedgerRow row, int request) {
        winners.add(row.userId());
        if (!requests.isInLog(request) && !winnersBeforeTheLog.add(row.userId())) {
            findings.violation(Kind.SECOND_SUCCESS, row, "SUCCESS", "not again for user " + row.userId());
        }
    }

    LongSet winners() {
        return winners;
    }

    /** Those whose record is not in the log. */
    LongSet winnersBeforeTheLog() {
        return winnersBeforeTheLog;
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
