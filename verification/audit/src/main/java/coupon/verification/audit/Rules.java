package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * First come, first served, said once more, to judge what was stored: each partition from its beginning, batch by batch.
 *
 * <p>Written without a look at the decision of the product. That one is given stock, window and holders, and gives
 * outcomes. This one is given the outcomes, and asks whether there is any stock, window and holder that they follow
 * from. So it finds the winners to be the first without knowing how many coupons there were at the beginning.
 *
 * <p>A batch is what was decided in one transaction: it bears one time of decision. The coupon's row was locked
 * meanwhile, so that neither its stock nor its window nor its pause can have been changed by an operator in between.
 */
final class Rules {
    /** A worker's clock may be that far from the database's. */
    private static final long CLOCKS_APART_MICROS = 60_000_000L;

    private static final Set<CouponIssueStatus> JUDGED_OPEN =
            EnumSet.of(CouponIssueStatus.SUCCESS, CouponIssueStatus.DUPLICATE_REQUEST, CouponIssueStatus.OUT_OF_STOCK);

    private final CouponRow coupon;
    private final StockHistory stock;
    private final Winners winners;
    private final Findings findings;
    private final WindowChanges window;
    private final List<Request> batch = new ArrayList<>();
    private long openFrom;
    private long openUntil;
    private StockAdditions additions = new StockAdditions();
    private boolean couponExisted;
    private long refusedBeforeCouponExisted;

    Rules(CouponRow coupon, StockHistory stock, Winners winners, Findings findings) {
        this.coupon = coupon;
        this.stock = stock;
        this.winners = winners;
        this.findings = findings;
        this.window = new WindowChanges(coupon);
    }

    /** Judges one partition to its end. */
    void judge(Requests requests, int partition) {
        additions = new StockAdditions();
        couponExisted = false;
        for (Request request : requests) {
            if (request.inTopic && request.partition == partition && request.isDecided()) {
                if (!batch.isEmpty() && !batch.get(0).isOfTheBatchOf(request)) {
                    judgeBatch();
                }
                batch.add(request);
            }
        }
        judgeBatch();
        stock.explain(additions.end(coupon.available()), findings);
        winners.endOfPartition();
    }

    /** Notes what could be explained only by an operator. */
    void note() {
        stock.note(findings);
        window.note(findings);
        if (refusedBeforeCouponExisted > 0) {
            findings.note(refusedBeforeCouponExisted + " valid requests are VALIDATION_FAILED: they were decided before"
                    + " the coupon existed");
        }
    }

    private void judgeBatch() {
        long left = quantityGivenAway();
        noteFirstWinner(left);
        findWindow();
        Request lastRefused = null;
        for (Request request : batch) {
            CouponIssueStatus ruled = rule(request, left);
            boolean competed = request.is(CouponIssueStatus.SUCCESS) || request.is(CouponIssueStatus.OUT_OF_STOCK);
            if (competed && ruled == CouponIssueStatus.SUCCESS) {
                left--;
            } else if (competed && ruled == CouponIssueStatus.OUT_OF_STOCK) {
                lastRefused = request;
            }
            if (!request.is(ruled)) {
                report(request, ruled);
            }
            winners.remember(request, ruled);
            rememberCoupon(request, ruled);
        }
        if (lastRefused != null) {
            additions.refused(lastRefused);
        }
        batch.clear();
    }

    private CouponIssueStatus rule(Request request, long left) {
        CouponIssueStatus stored = Objects.requireNonNull(request.outcome);
        if (!request.valid) {
            return CouponIssueStatus.VALIDATION_FAILED;
        }
        boolean mayBe = switch (stored) {
            case SYSTEM_ERROR -> true;
            case VALIDATION_FAILED -> mayHavePrecededCoupon(request);
            case BUSINESS_ERROR -> !wasOpenFor(request);
            case DUPLICATE_REQUEST -> winners.mayInclude(request);
            case OUT_OF_STOCK, SUCCESS -> false;
        };
        if (mayBe) {
            return stored;
        }
        if (winners.certainlyInclude(request)) {
            return CouponIssueStatus.DUPLICATE_REQUEST;
        }
        return left > 0 ? CouponIssueStatus.SUCCESS : CouponIssueStatus.OUT_OF_STOCK;
    }

    /** How many the batch gave away: so many were in stock before it, and none was left if it also refused one. */
    private long quantityGivenAway() {
        var users = new LongOpenHashSet();
        batch.stream()
                .filter(it -> it.valid && it.is(CouponIssueStatus.SUCCESS) && !winners.certainlyInclude(it))
                .forEach(it -> users.add(it.userId));
        return users.size();
    }

    private void noteFirstWinner(long left) {
        batch.stream()
                .filter(it -> it.is(CouponIssueStatus.SUCCESS))
                .findFirst()
                .ifPresent(first -> additions.won(first, left));
    }

    private void findWindow() {
        openFrom = Long.MAX_VALUE;
        openUntil = Long.MIN_VALUE;
        for (Request request : batch) {
            if (request.valid && JUDGED_OPEN.contains(Objects.requireNonNull(request.outcome))) {
                openFrom = Math.min(openFrom, request.requestedAtMillis);
                openUntil = Math.max(openUntil, request.requestedAtMillis);
            }
        }
    }

    /** Whether requests of this very moment, or from both before and after it, were found to be within the window. */
    private boolean wasOpenFor(Request request) {
        return openFrom <= request.requestedAtMillis && request.requestedAtMillis <= openUntil;
    }

    private boolean mayHavePrecededCoupon(Request request) {
        return !couponExisted && request.decidedAtMicros < coupon.createdAtMicros() + CLOCKS_APART_MICROS;
    }

    private void report(Request request, CouponIssueStatus ruled) {
        boolean again = request.is(CouponIssueStatus.SUCCESS) && winners.include(request);
        findings.violation(
                again ? Kind.SECOND_SUCCESS : Kind.WRONG_OUTCOME,
                request,
                String.valueOf(request.outcome),
                ruled.name() + (again ? ": user " + request.userId + " won before" : ""));
    }

    private void rememberCoupon(Request request, CouponIssueStatus ruled) {
        if (!request.valid || request.is(CouponIssueStatus.SYSTEM_ERROR)) {
            return;
        }
        if (request.is(CouponIssueStatus.VALIDATION_FAILED)) {
            refusedBeforeCouponExisted += request.is(ruled) ? 1 : 0;
        } else {
            couponExisted = true;
            window.see(request);
        }
    }
}
