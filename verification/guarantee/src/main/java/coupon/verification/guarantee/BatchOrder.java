package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A coupon's requests of which neither the stock at the beginning nor the order between partitions need be known: given
 * the outcomes, is there any stock, window and holder that they follow from? What had to be the same for all of them:
 *
 * <ul>
 *   <li>A batch is decided in one transaction under the coupon's lock, and bears one time of decision. Within it nothing
 *       can be added: its winners are exactly its first distinct eligible users, as many as it gave away; and its window
 *       is one interval, so no request is refused as not open between two that were not.
 *   <li>From batch to batch, after an OUT_OF_STOCK of an eligible user, nobody wins and no stock is left at the end,
 *       unless {@link StockHistory} explains that some was added.
 *   <li>A DUPLICATE_REQUEST has a SUCCESS before it in its partition, or a row of {@code user_coupon} put in by hand. A
 *       user who won and still holds that coupon is not refused for want of stock.
 * </ul>
 *
 * <p>A second SUCCESS of a user is for {@link OnePerUser}; behind a request without an outcome, the other partitions prove
 * nothing.
 */
final class BatchOrder implements FirstComeFirstServed.Order {
    private static final Set<CouponIssueStatus> JUDGED_OPEN =
            EnumSet.of(CouponIssueStatus.SUCCESS, CouponIssueStatus.DUPLICATE_REQUEST, CouponIssueStatus.OUT_OF_STOCK);

    private final @Nullable Coupon coupon;
    private final Instant createdAt;
    private final Set<Integer> partitions;
    private final StockHistory stock;
    private final Winners winners;
    private final WindowChanges window;
    private final Findings findings;
    private final List<Decision> batch = new ArrayList<>();
    private LongSummaryStatistics judgedOpen = new LongSummaryStatistics();
    private boolean couponExisted;
    private long refusedBeforeCouponExisted;

    /** @param partitions where its valid requests stand */
    BatchOrder(long couponId, Set<Integer> partitions, Evidence evidence, Findings findings) {
        this.coupon = evidence.coupons.get(couponId);
        this.createdAt = evidence.coverage.createdAt();
        this.partitions = partitions;
        this.stock = new StockHistory(couponId, evidence, findings);
        this.winners = new Winners(couponId, evidence, partitions.size() > 1);
        this.window = new WindowChanges(coupon);
        this.findings = findings;
    }

    @Override
    public void judge(Decision row) {
        if (!batch.isEmpty()) {
            Decision last = batch.get(batch.size() - 1);
            if (last.partition() != row.partition()) {
                endPartition();
            } else if (!last.isOfTheBatchOf(row)) {
                judgeBatch();
            }
        }
        batch.add(row);
    }

    @Override
    public void end() {
        endPartition();
        stock.note();
        window.note(findings);
        if (refusedBeforeCouponExisted > 0) {
            findings.note(refusedBeforeCouponExisted + " valid requests are VALIDATION_FAILED: they were decided before"
                    + " the coupon existed");
        }
        if (coupon != null && available() < coupon.stock()) {
            findings.note((coupon.stock() - available()) + " in stock have no code and cannot be issued: "
                    + coupon.codes() + " codes were imported");
        }
        if (partitions.size() > 1) {
            findings.note("the coupon's requests stand in the partitions " + partitions
                    + ": partitions must have been added; order is judged within each");
        }
    }

    private void endPartition() {
        judgeBatch();
        stock.endOfPartition(available());
        winners.endOfPartition();
        couponExisted = false;
    }

    /** How many can still be issued: where the coupon has codes, no more than there are codes left. */
    private long available() {
        if (coupon == null || coupon.codes() == null) {
            return coupon == null ? 0 : coupon.stock();
        }
        return Math.max(0, Math.min(coupon.stock(), coupon.codes() - coupon.lastNumber()));
    }

    private void judgeBatch() {
        long given = quantityGivenAway();
        long left = given;
        judgedOpen = batch.stream()
                .filter(row -> JUDGED_OPEN.contains(row.outcome()))
                .mapToLong(Decision::requestedAtMicros)
                .summaryStatistics();
        Decision firstWon = null;
        Decision lastRefused = null;
        for (Decision row : batch) {
            CouponIssueStatus ruled = rule(row, left);
            boolean competed = row.isSuccess() || row.outcome() == CouponIssueStatus.OUT_OF_STOCK;
            if (competed && ruled == CouponIssueStatus.SUCCESS) {
                left--;
            } else if (competed && ruled == CouponIssueStatus.OUT_OF_STOCK) {
                lastRefused = row;
            }
            if (row.outcome() != ruled && !(row.isSuccess() && ruled == CouponIssueStatus.DUPLICATE_REQUEST)) {
                findings.add(Kind.WRONG_OUTCOME, row, row.outcome().name(), ruled.name());
            }
            firstWon = firstWon == null && row.isSuccess() ? row : firstWon;
            winners.remember(row, ruled);
            rememberCoupon(row, ruled);
        }
        if (firstWon != null) {
            stock.won(firstWon, given);
        }
        if (lastRefused != null) {
            stock.refused(lastRefused);
        }
        batch.clear();
    }

    private CouponIssueStatus rule(Decision row, long left) {
        boolean mayBe = switch (row.outcome()) {
            case SYSTEM_ERROR -> true;
            case VALIDATION_FAILED -> mayHavePrecededCoupon(row);
            case BUSINESS_ERROR -> !wasOpenAt(row.requestedAtMicros());
            case DUPLICATE_REQUEST -> winners.mayInclude(row.userId());
            case OUT_OF_STOCK, SUCCESS -> false;
        };
        if (mayBe) {
            return row.outcome();
        }
        if (winners.certainlyInclude(row)) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        }
        return left > 0 ? CouponIssueStatus.SUCCESS : CouponIssueStatus.OUT_OF_STOCK;
    }

    /** How many the batch gave away: so many were in stock before it, and none was left if it also refused one. */
    private long quantityGivenAway() {
        return LongOpenHashSet.toSet(batch.stream()
                        .filter(row -> row.isSuccess() && !winners.certainlyInclude(row))
                        .mapToLong(Decision::userId))
                .size();
    }

    /** Whether requests of this very moment, or from both before and after it, were found to be within the window. */
    private boolean wasOpenAt(long requestedAtMicros) {
        return judgedOpen.getMin() <= requestedAtMicros && requestedAtMicros <= judgedOpen.getMax();
    }

    /** A worker's clock says when was decided, the database's when the coupon was created. */
    private boolean mayHavePrecededCoupon(Decision row) {
        return !couponExisted && row.decidedAt().isBefore(createdAt.plus(StockHistory.CLOCKS_APART));
    }

    private void rememberCoupon(Decision row, CouponIssueStatus ruled) {
        if (row.outcome() == CouponIssueStatus.VALIDATION_FAILED) {
            refusedBeforeCouponExisted += row.outcome() == ruled ? 1 : 0;
        } else if (row.outcome() != CouponIssueStatus.SYSTEM_ERROR) {
            couponExisted = true;
            window.see(row);
        }
    }
}
