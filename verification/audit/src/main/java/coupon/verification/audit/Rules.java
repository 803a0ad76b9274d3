package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.Objects;

/**
 * First come, first served, said once more, to judge what was stored: each line from its beginning, batch by batch.
 *
 * <p>Written without a look at the decision of the product. That one is told stock, window and holders, and gives
 * outcomes. This one is told the outcomes, and asks whether there is any stock, window and holder that they follow
 * from. So it finds the winners to be the first in line without knowing how many coupons there were at the beginning.
 */
final class Rules {
    /** A worker's clock may be that far from the database's. */
    private static final long CLOCKS_APART_MICROS = 60_000_000L;

    private final RequestTable requests;
    private final CouponBook coupon;
    private final Winners winners;
    private final Findings findings;
    private final WindowChanges window;
    private final Batch batch;
    private final StockJudgement stock;
    private StockAdditions additions = new StockAdditions();
    private boolean couponExisted;
    private long refusedBeforeCouponExisted;

    Rules(RequestTable requests, CouponBook coupon, StockBook stock, Winners winners, Findings findings) {
        this.requests = requests;
        this.coupon = coupon;
        this.winners = winners;
        this.findings = findings;
        this.window = new WindowChanges(requests, coupon);
        this.batch = new Batch(requests);
        this.stock = new StockJudgement(requests, stock, findings);
    }

    /** Judges one line to its end. */
    void judge(int partition) {
        additions = new StockAdditions();
        couponExisted = false;
        for (int row = 0; row < requests.size(); row++) {
            if (requests.isInLog(row) && requests.partition(row) == partition && requests.outcome(row) != null) {
                if (!batch.belongs(row)) {
                    judgeBatch();
                }
                batch.add(row);
            }
        }
        judgeBatch();
        stock.judge(additions.end(coupon.stock()));
        winners.endOfLine();
    }

    /** Tells what could be explained only by an operator. */
    void note() {
        stock.note();
        window.note(findings);
        if (refusedBeforeCouponExisted > 0) {
            findings.note(refusedBeforeCouponExisted + " valid requests are VALIDATION_FAILED: they were decided before"
                    + " the coupon existed");
        }
    }

    private void judgeBatch() {
        long left = quantityGivenAway();
        additions.won(firstWinner(), left);
        int lastRefused = RequestTable.NONE;
        for (int place = 0; place < batch.size(); place++) {
            int row = batch.row(place);
            CouponIssueStatus stored = storedOutcome(row);
            CouponIssueStatus ruled = rule(row, left);
            boolean competed = stored == CouponIssueStatus.SUCCESS || stored == CouponIssueStatus.OUT_OF_STOCK;
            if (competed && ruled == CouponIssueStatus.SUCCESS) {
                left--;
            } else if (competed && ruled == CouponIssueStatus.OUT_OF_STOCK) {
                lastRefused = row;
            }
            if (ruled != stored) {
                report(row, ruled);
            }
            winners.remember(row, stored, ruled);
            rememberCoupon(row, stored, ruled);
        }
        if (lastRefused != RequestTable.NONE) {
            additions.refused(lastRefused);
        }
        batch.clear();
    }

    private CouponIssueStatus rule(int row, long left) {
        CouponIssueStatus stored = storedOutcome(row);
        if (!requests.isValid(row)) {
            return CouponIssueStatus.VALIDATION_FAILED;
        }
        boolean mayBe = switch (stored) {
            case SYSTEM_ERROR -> true;
            case VALIDATION_FAILED -> mayHavePrecededCoupon(row);
            case BUSINESS_ERROR -> !batch.wasOpenFor(requests.requestedAtMillis(row));
            case DUPLICATE_REQUEST -> winners.mayInclude(row);
            case OUT_OF_STOCK, SUCCESS -> false;
        };
        if (mayBe) {
            return stored;
        }
        if (winners.certainlyInclude(row)) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        }
        return left > 0 ? CouponIssueStatus.SUCCESS : CouponIssueStatus.OUT_OF_STOCK;
    }

    /** How many the batch gave away: so many were in stock before it, and none was left if it also refused one. */
    private long quantityGivenAway() {
        var users = new LongSet();
        for (int place = 0; place < batch.size(); place++) {
            int row = batch.row(place);
            if (requests.isValid(row)
                    && requests.isDecided(row, CouponIssueStatus.SUCCESS)
                    && !winners.certainlyInclude(row)) {
                users.add(requests.userId(row));
            }
        }
        return users.size();
    }

    private int firstWinner() {
        for (int place = 0; place < batch.size(); place++) {
            if (requests.isDecided(batch.row(place), CouponIssueStatus.SUCCESS)) {
                return batch.row(place);
            }
        }
        return RequestTable.NONE;
    }

    private boolean mayHavePrecededCoupon(int row) {
        return !couponExisted && requests.decidedAtMicros(row) < coupon.createdAtMicros() + CLOCKS_APART_MICROS;
    }

    private void report(int row, CouponIssueStatus ruled) {
        boolean again = requests.isDecided(row, CouponIssueStatus.SUCCESS) && winners.include(requests.userId(row));
        findings.violation(
                again ? Kind.SECOND_SUCCESS : Kind.WRONG_OUTCOME,
                requests,
                row,
                storedOutcome(row).name(),
                ruled.name() + (again ? ": user " + requests.userId(row) + " won before" : ""));
    }

    private void rememberCoupon(int row, CouponIssueStatus stored, CouponIssueStatus ruled) {
        if (!requests.isValid(row) || stored == CouponIssueStatus.SYSTEM_ERROR) {
            return;
        }
        if (stored == CouponIssueStatus.VALIDATION_FAILED) {
            refusedBeforeCouponExisted += ruled == stored ? 1 : 0;
        } else {
            couponExisted = true;
            window.see(row, stored);
        }
    }

    private CouponIssueStatus storedOutcome(int row) {
        return Objects.requireNonNull(requests.outcome(row));
    }
}
