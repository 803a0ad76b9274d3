package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came in and went out of a coupon's stock. The order of a partition shows where stock must have been added: a
 * request was refused because nothing was left, and after it there was something again. What explains it is what is on
 * record, and what is there beyond the records: that was put in outside the service, by SQL, at an unknown time. Of a
 * watched run, every edit is on record, and none has a time.
 *
 * <p>How the partitions of a coupon shared what was added is not known: each may have had all of it.
 */
final class StockHistory {
    /** A worker's clock, which says when was decided, may be that far from the database's, which says when was changed. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final Findings findings;
    private final List<StockChange> changes;
    private final boolean beginningKnown;
    private final long outside;
    private final long outsideMax;
    private final long[] left;
    private long outsideLeft;
    private @Nullable Decision emptyAt;
    private @Nullable Decision wonAt;
    private long atLeast;

    StockHistory(long couponId, Evidence evidence, Findings findings) {
        this.findings = findings;
        Coupon coupon = evidence.coupons.get(couponId);
        if (evidence.coverage.watched() || coupon == null) {
            changes = evidence.editsOf(couponId).stream()
                    .map(edit -> new StockChange(null, "an operator", edit.raised(), null))
                    .toList();
            beginningKnown = true;
            outside = 0;
            outsideMax = 0;
        } else {
            Holders holders = evidence.holders(couponId);
            long there = coupon.stock() + holders.count();
            changes = evidence.stockChanges;
            long recorded = changes.stream().mapToLong(StockChange::quantity).sum();
            boolean creationRecorded = changes.stream().anyMatch(StockChange::creation);
            // What a coupon that was made by SQL began with cannot be known once it was edited; before, it is its
            // total.
            beginningKnown = creationRecorded || coupon.version() == 0;
            outside = there + holders.deleted() - (creationRecorded ? recorded : coupon.totalQuantity());
            boolean limited = beginningKnown || there != coupon.totalQuantity();
            outsideMax = limited ? Math.max(0, outside) : Long.MAX_VALUE;
        }
        left = new long[changes.size()];
        beginPartition();
    }

    /** So many won, this one first, before anybody was refused again. */
    void won(Decision first, long quantity) {
        if (emptyAt != null && quantity > 0) {
            wonAt = wonAt == null ? first : wonAt;
            atLeast += quantity;
        }
    }

    /** There was nothing left for this request, the last of its batch. */
    void refused(Decision last) {
        explainAddition();
        emptyAt = last;
    }

    /** @param available what can be issued now, after the last request of the partition */
    void endOfPartition(long available) {
        if (emptyAt != null) {
            atLeast += available;
        }
        explainAddition();
        beginPartition();
    }

    /** Notes what the records and the stock say, whatever the partitions show. */
    void note() {
        if (!beginningKnown) {
            findings.note("the coupon was made and edited outside the service: what it began with is not known");
            return;
        }
        findings.count(Findings.Count.STOCK_OUTSIDE, outside);
        if (outside != 0) {
            findings.note(
                    "stock differs from the recorded changes by %+d: edited outside the service".formatted(outside));
        }
    }

    private void beginPartition() {
        outsideLeft = outsideMax;
        Arrays.setAll(left, i -> changes.get(i).added());
    }

    /** Notes where the stock was added that was found last, or finds those whom nothing of it allowed to overtake. */
    private void explainAddition() {
        if (emptyAt != null && atLeast > 0) {
            String span = emptyAt.where() + " and " + (wonAt == null ? "now" : wonAt.where()) + ", at least " + atLeast;
            List<String> origins = new ArrayList<>();
            long missing = take(emptyAt, origins);
            if (missing == 0) {
                findings.note("stock was added between " + span + ": " + String.join(", ", origins));
            } else {
                findings.add(
                        Kind.OVERTAKEN,
                        wonAt == null ? emptyAt : wonAt,
                        wonAt == null ? "OUT_OF_STOCK with " + atLeast + " in stock" : "SUCCESS",
                        (wonAt == null ? "" : "not after an OUT_OF_STOCK: ") + "stock would have been added between "
                                + span + ", but of " + atLeast + " at least " + missing
                                + " came from nowhere: no recorded change, and no more in the stock");
            }
        }
        emptyAt = null;
        wonAt = null;
        atLeast = 0;
    }

    /** Takes it from what earlier additions in the partition have left, and returns how much of it nothing explains. */
    private long take(Decision empty, List<String> origins) {
        Instant from = empty.decidedAt().minus(CLOCKS_APART);
        Instant to = wonAt == null ? Instant.MAX : wonAt.decidedAt().plus(CLOCKS_APART);
        long missing = atLeast;
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
}
