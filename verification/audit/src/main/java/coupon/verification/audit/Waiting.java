package coupon.verification.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells the requests that may still wait from those that had to be decided. */
final class Waiting {
    private static final int LOOKED_UP_AT_ONCE = 500;

    private final RequestTable requests;
    private final LineOffsets offsets;
    private final BooksSnapshot books;
    private final long couponId;
    private final Findings findings;
    private final Map<Integer, Long> decidedUpTo = new HashMap<>();
    private final List<Integer> suspects = new ArrayList<>();
    private long waiting;
    private long decidedForAnotherCoupon;

    Waiting(RequestTable requests, LineOffsets offsets, BooksSnapshot books, long couponId, Findings findings) {
        this.requests = requests;
        this.offsets = offsets;
        this.books = books;
        this.couponId = couponId;
        this.findings = findings;
    }

    /** How many requests wait, rightly. */
    long count() {
        for (int row = 0; row < requests.size(); row++) {
            if (requests.isInLog(row) && requests.outcome(row) != null) {
                decidedUpTo.merge(requests.partition(row), requests.offset(row), Math::max);
            }
        }
        for (int row = 0; row < requests.size(); row++) {
            if (!requests.hasEventAnOutcome(row)) {
                judgeUndecided(row);
            }
        }
        lookUpSuspects();
        if (decidedForAnotherCoupon > 0) {
            findings.note(decidedForAnotherCoupon
                    + " requests repeat the event id of another coupon's request, and have its outcome");
        }
        return waiting;
    }

    private void judgeUndecided(int row) {
        if (!isAcknowledged(row) && !isPassedOver(row)) {
            waiting++;
            return;
        }
        suspects.add(row);
        if (suspects.size() == LOOKED_UP_AT_ONCE) {
            lookUpSuspects();
        }
    }

    /** An event id that another coupon's request had before has its outcome there. */
    private void lookUpSuspects() {
        if (suspects.isEmpty()) {
            return;
        }
        Map<UUID, Integer> byId = new LinkedHashMap<>();
        suspects.forEach(row -> byId.put(requests.id(row), row));
        books.forEachLedgerRowOf(List.copyOf(byId.keySet()), found -> {
            Integer row = found.couponId() == couponId ? null : byId.remove(new UUID(found.idHigh(), found.idLow()));
            if (row == null) {
                return;
            }
            if (found.partition() == requests.partition(row) && found.offset() == requests.offset(row)) {
                findings.violation(Kind.LEDGER_DIFFERS, found, "coupon " + found.couponId(), "coupon " + couponId);
            } else {
                decidedForAnotherCoupon++;
            }
        });
        byId.values().forEach(this::report);
        suspects.clear();
    }

    private void report(int row) {
        boolean acknowledged = isAcknowledged(row);
        findings.violation(
                acknowledged ? Kind.UNDECIDED : Kind.PASSED_OVER,
                requests,
                row,
                "no ledger row",
                "an outcome: " + (acknowledged ? "the group has acknowledged it" : "a later request has one"));
    }

    private boolean isAcknowledged(int row) {
        return offsets.isAcknowledged(requests.partition(row), requests.offset(row));
    }

    private boolean isPassedOver(int row) {
        return requests.offset(row) < decidedUpTo.getOrDefault(requests.partition(row), -1L);
    }
}
