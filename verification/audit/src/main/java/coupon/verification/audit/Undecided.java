package coupon.verification.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells the requests that may still wait from those that had to be decided. */
final class Undecided {
    private static final int LOOKED_UP_AT_ONCE = 500;

    private final Requests requests;
    private final PartitionOffsets offsets;
    private final DatabaseSnapshot database;
    private final long couponId;
    private final Findings findings;
    private final Map<Integer, Long> decidedUpTo = new HashMap<>();
    private final List<Request> suspects = new ArrayList<>();
    private long waiting;
    private long decidedForAnotherCoupon;

    Undecided(
            Requests requests, PartitionOffsets offsets, DatabaseSnapshot database, long couponId, Findings findings) {
        this.requests = requests;
        this.offsets = offsets;
        this.database = database;
        this.couponId = couponId;
        this.findings = findings;
    }

    /** How many requests wait, rightly. */
    long count() {
        for (Request request : requests) {
            if (request.inTopic && request.isDecided()) {
                decidedUpTo.merge(request.partition, request.offset, Math::max);
            }
        }
        for (Request request : requests) {
            if (requests.decided(request.id) == null) {
                judgeUndecided(request);
            }
        }
        lookUpSuspects();
        if (decidedForAnotherCoupon > 0) {
            findings.note(decidedForAnotherCoupon
                    + " requests repeat the event id of another coupon's request, and have its outcome");
        }
        return waiting;
    }

    private void judgeUndecided(Request request) {
        if (!isAcknowledged(request) && !isPassedOver(request)) {
            waiting++;
            return;
        }
        suspects.add(request);
        if (suspects.size() == LOOKED_UP_AT_ONCE) {
            lookUpSuspects();
        }
    }

    /** An event id that another coupon's request had before has its outcome there. */
    private void lookUpSuspects() {
        if (suspects.isEmpty()) {
            return;
        }
        Map<UUID, Request> byId = new LinkedHashMap<>();
        suspects.forEach(it -> byId.put(it.id, it));
        database.forEachRowOf(List.copyOf(byId.keySet()), found -> {
            Request request = found.couponId() == couponId ? null : byId.remove(found.id());
            if (request == null) {
                return;
            }
            if (found.partition() == request.partition && found.offset() == request.offset) {
                findings.violation(Kind.LEDGER_DIFFERS, found, "coupon " + found.couponId(), "coupon " + couponId);
            } else {
                decidedForAnotherCoupon++;
            }
        });
        byId.values().forEach(this::report);
        suspects.clear();
    }

    private void report(Request request) {
        boolean acknowledged = isAcknowledged(request);
        findings.violation(
                acknowledged ? Kind.UNDECIDED : Kind.PASSED_OVER,
                request,
                "no row in the request store",
                "an outcome: " + (acknowledged ? "the group has acknowledged it" : "a later request has one"));
    }

    private boolean isAcknowledged(Request request) {
        return offsets.isAcknowledged(request.partition, request.offset);
    }

    private boolean isPassedOver(Request request) {
        return request.offset < decidedUpTo.getOrDefault(request.partition, -1L);
    }
}
