package coupon.verification.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What came in and went out of the coupon's stock: what the service recorded, and what is there now. What is there
 * beyond the recorded changes was put in outside the service, by SQL, nobody knows when.
 */
final class StockBook {
    /** A worker's clock, which says when was decided, may be that far from the database's, which says when was changed. */
    private static final long CLOCKS_APART_MICROS = 60_000_000L;

    private final CouponBook coupon;
    private final long issued;
    private final List<StockChange> changes;
    private final long[] left;
    private long outsideLeft;

    /** @param changes in the order in which they were made */
    StockBook(CouponBook coupon, long issued, List<StockChange> changes) {
        this.coupon = coupon;
        this.issued = issued;
        this.changes = changes;
        this.left = new long[changes.size()];
        newLine();
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

    /** How much more there is, in stock or issued, than the recorded changes account for; below 0 if less. */
    long outside() {
        long beginning = isCreationRecorded() ? 0 : coupon.totalQuantity() - recorded();
        return coupon.stock() + issued - recorded() - beginning;
    }

    /** How the lines of a coupon shared what was added is not known: each may have had all of it. */
    void newLine() {
        for (int i = 0; i < left.length; i++) {
            StockChange change = changes.get(i);
            left[i] = change.isCreation() ? 0 : Math.max(0, change.quantity());
        }
        outsideLeft = isBeginningKnown() || !coupon.balances(issued) ? Math.max(0, outside()) : Long.MAX_VALUE;
    }

    /** Looks for an addition between these moments of decision, of what earlier ones in the line have left. */
    Origin take(long fromMicros, long toMicros, long quantity) {
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
     * Where an addition came from.
     *
     * @param outside how much of it was put in outside the service
     * @param unexplained how much of it neither the records nor the stock account for
     */
    record Origin(List<StockChange> recorded, long outside, long unexplained) {}
}
