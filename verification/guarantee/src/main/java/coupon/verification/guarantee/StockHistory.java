package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.StockAdditions.Addition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What came in and went out of a coupon's stock: what is on record, and what is there now. What is there beyond the
 * recorded changes was put in outside the service, by SQL, at an unknown time. Of a watched run, every edit is on record,
 * and none has a time.
 */
final class StockHistory {
    /** A worker's clock, which says when was decided, may be that far from the database's, which says when was changed. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final List<StockChange> changes;
    private final boolean beginningKnown;
    private final long outside;
    private final long outsideMax;
    private final long[] left;
    private long outsideLeft;

    private StockHistory(List<StockChange> changes, boolean beginningKnown, long outside, long outsideMax) {
        this.changes = changes;
        this.beginningKnown = beginningKnown;
        this.outside = outside;
        this.outsideMax = outsideMax;
        this.left = new long[changes.size()];
    }

    static StockHistory of(long couponId, Evidence evidence) {
        Coupon coupon = evidence.coupons.get(couponId);
        if (evidence.coverage.watched() || coupon == null) {
            return new StockHistory(
                    evidence.editsOf(couponId).stream()
                            .map(edit -> new StockChange(null, "an operator", edit.raised(), null))
                            .toList(),
                    true,
                    0,
                    0);
        }
        return recorded(coupon, evidence.holders(couponId), evidence.stockChanges);
    }

    /** What a coupon that was made by SQL began with cannot be known once it was edited; before, it is its total. */
    private static StockHistory recorded(Coupon coupon, Holders holders, List<StockChange> changes) {
        long recorded = changes.stream().mapToLong(StockChange::quantity).sum();
        boolean creationRecorded = changes.stream().anyMatch(StockChange::isCreation);
        boolean beginningKnown = creationRecorded || coupon.version() == 0;
        long beginning = creationRecorded ? 0 : coupon.totalQuantity() - recorded;
        long outside = coupon.stock() + holders.count() + holders.deleted() - recorded - beginning;
        boolean balanced = coupon.stock() + holders.count() == coupon.totalQuantity();
        long outsideMax = beginningKnown || !balanced ? Math.max(0, outside) : Long.MAX_VALUE;
        return new StockHistory(changes, beginningKnown, outside, outsideMax);
    }

    /**
     * Notes where stock was added, and finds those whom nothing of it allowed to overtake. How the partitions of a coupon
     * shared what was added is not known: each may have had all of it.
     *
     * @param additions that the order of one partition shows
     */
    void explain(List<Addition> additions, Findings findings) {
        outsideLeft = outsideMax;
        for (int i = 0; i < left.length; i++) {
            left[i] = changes.get(i).added();
        }
        for (Addition addition : additions) {
            List<String> origins = new ArrayList<>();
            long missing = take(addition, origins);
            if (missing == 0) {
                findings.note("stock was added between " + addition.span() + ": " + String.join(", ", origins));
            } else {
                overtaken(addition, missing, findings);
            }
        }
    }

    /** Takes it from what earlier additions in the partition have left, and returns how much of it nothing explains. */
    private long take(Addition addition, List<String> origins) {
        Instant from = Decision.moment(addition.emptyAt().decidedAtMicros()).minus(CLOCKS_APART);
        Instant to = addition.wonAt() == null
                ? Instant.MAX
                : Decision.moment(addition.wonAt().decidedAtMicros()).plus(CLOCKS_APART);
        long missing = addition.atLeast();
        for (int i = 0; i < left.length && missing > 0; i++) {
            if (left[i] > 0 && changes.get(i).mayBeBetween(from, to)) {
                long part = Math.min(left[i], missing);
                left[i] -= part;
                missing -= part;
                origins.add(changes.get(i).describe());
            }
        }
        long part = Math.min(outsideLeft, missing);
        outsideLeft -= part;
        if (part > 0) {
            origins.add(part + " outside the service");
        }
        return missing - part;
    }

    private static void overtaken(Addition addition, long missing, Findings findings) {
        Decision wonAt = addition.wonAt();
        findings.add(
                Kind.OVERTAKEN,
                wonAt == null ? addition.emptyAt() : wonAt,
                wonAt == null ? "OUT_OF_STOCK with " + addition.atLeast() + " in stock" : "SUCCESS",
                (wonAt == null ? "" : "not after an OUT_OF_STOCK: ") + "stock would have been added between "
                        + addition.span() + ", but of " + addition.atLeast() + " at least " + missing
                        + " came from nowhere: no recorded change, and no more in the stock");
    }

    /** Notes what the records and the stock say, whatever the partitions show. */
    void note(Findings findings) {
        if (!beginningKnown) {
            findings.note("the coupon was made and edited outside the service: what it began with is not known");
            return;
        }
        findings.count(Judgement.Count.STOCK_OUTSIDE, outside);
        if (outside != 0) {
            findings.note(
                    "stock differs from the recorded changes by %+d: edited outside the service".formatted(outside));
        }
    }
}
