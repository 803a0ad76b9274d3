package coupon.verification.audit;

import coupon.verification.audit.StockAdditions.Addition;
import java.util.ArrayList;
import java.util.List;

/**
 * What came in and went out of the coupon's stock: what the service recorded, and what is there now. What is there
 * beyond the recorded changes was put in outside the service, by SQL, at an unknown time.
 */
final class StockHistory {
    /** A worker's clock, which says when was decided, may be that far from the database's, which says when was changed. */
    private static final long CLOCKS_APART_MICROS = 60_000_000L;

    private final CouponRow coupon;
    private final long issued;
    private final long deleted;
    private final List<StockChange> changes;
    private final long[] left;
    private long outsideLeft;

    /**
     * @param issued rows of {@code user_coupon}
     * @param deleted rows of it that operators must have deleted
     * @param changes in the order in which they were made
     */
    StockHistory(CouponRow coupon, long issued, long deleted, List<StockChange> changes) {
        this.coupon = coupon;
        this.issued = issued;
        this.deleted = deleted;
        this.changes = changes;
        this.left = new long[changes.size()];
        newPartition();
    }

    List<StockChange> changes() {
        return changes;
    }

    /** The sum of all recorded changes. */
    long recorded() {
        return changes.stream().mapToLong(StockChange::quantity).sum();
    }

    /** Not if the coupon was made by SQL. */
    boolean isCreationRecorded() {
        return changes.stream().anyMatch(StockChange::isCreation);
    }

    /**
     * What a coupon that was made by SQL began with cannot be known once it was edited; before, it is its total.
     */
    boolean isBeginningKnown() {
        return isCreationRecorded() || coupon.version() == 0;
    }

    /** How much more there is, in stock or issued once, than the recorded changes account for; below 0 if less. */
    long outside() {
        long beginning = isCreationRecorded() ? 0 : coupon.totalQuantity() - recorded();
        return coupon.stock() + issued + deleted - recorded() - beginning;
    }

    /** How the partitions of a coupon shared what was added is not known: each may have had all of it. */
    private void newPartition() {
        for (int i = 0; i < left.length; i++) {
            StockChange change = changes.get(i);
            left[i] = change.isCreation() ? 0 : Math.max(0, change.quantity());
        }
        outsideLeft = isBeginningKnown() || !coupon.balances(issued) ? Math.max(0, outside()) : Long.MAX_VALUE;
    }

    /** Looks for an addition between these times of decision, of what earlier ones in the partition have left. */
    private Origin take(long fromMicros, long toMicros, long quantity) {
        List<StockChange> used = new ArrayList<>();
        long missing = quantity;
        for (int i = 0; i < left.length && missing > 0; i++) {
            long at = changes.get(i).changedAtMicros();
            if (left[i] > 0 && at >= fromMicros - CLOCKS_APART_MICROS && at <= toMicros + CLOCKS_APART_MICROS) {
                long part = Math.min(left[i], missing);
                left[i] -= part;
                missing -= part;
                used.add(changes.get(i));
            }
        }
        long outside = Math.min(outsideLeft, missing);
        outsideLeft -= outside;
        return new Origin(used, outside, missing - outside);
    }

    /**
     * Notes where stock was added, and finds those whom nothing of it allowed to overtake.
     *
     * @param additions that the order of one partition shows
     */
    void explain(List<Addition> additions, Findings findings) {
        newPartition();
        for (Addition addition : additions) {
            Request wonAt = addition.wonAt();
            Origin origin = take(
                    addition.emptyAt().decidedAtMicros,
                    wonAt == null ? Long.MAX_VALUE / 2 : wonAt.decidedAtMicros,
                    addition.atLeast());
            if (origin.unexplained() == 0) {
                findings.note("stock was added between " + addition.span() + ": " + origin.describe());
                continue;
            }
            findings.violation(
                    Kind.OVERTAKEN,
                    wonAt == null ? addition.emptyAt() : wonAt,
                    wonAt == null ? "OUT_OF_STOCK with " + addition.atLeast() + " in stock" : "SUCCESS",
                    (wonAt == null ? "" : "not after an OUT_OF_STOCK: ") + "stock would have been added between "
                            + addition.span() + ", but of " + addition.atLeast() + " at least " + origin.unexplained()
                            + " came from nowhere: no recorded change, and no more in the stock");
        }
    }

    /** Notes what the records and the stock say, whatever the partitions show. */
    void note(Findings findings) {
        if (!isBeginningKnown()) {
            findings.note("the coupon was made and edited outside the service: what it began with is not known");
        } else if (outside() != 0) {
            findings.note(
                    "stock differs from the recorded changes by %+d: edited outside the service".formatted(outside()));
        }
    }

    /**
     * Where an addition came from.
     *
     * @param outside how much of it was put in outside the service
     * @param unexplained how much of it neither the records nor the stock account for
     */
    private record Origin(List<StockChange> recorded, long outside, long unexplained) {
        String describe() {
            List<String> parts = new ArrayList<>();
            recorded.forEach(change -> parts.add(change.describe()));
            if (outside > 0) {
                parts.add(outside + " outside the service");
            }
            return String.join(", ", parts);
        }
    }
}
