package coupon.verification.guarantee;

import coupon.core.domain.Coupon;
import java.util.List;

/**
 * G1. What was given away was there, and what is left is the rest.
 *
 * <p>Valid: winners = stock before + stock added − stock left, and the total grew by what was added.
 * Invalid: more winners than there ever was stock; a stock below 0; a winner who took nothing from the stock; stock
 * that vanished without a winner.
 *
 * <p>Of a coupon that nobody watched, neither is known: stock and holders must be the total, and winners not more.
 *
 * <p>Where an operator set the stock by SQL, the old value at that time is not known: then only the upper
 * bound is checked here, and {@link FirstComeFirstServed} checks that some time of the edit explains what is left.
 */
final class NeverOversold implements Guarantee {
    @Override
    public void check(Evidence evidence, Findings findings) {
        if (evidence.coverage.watched()) {
            checkRun(evidence, findings);
        } else {
            evidence.coupons
                    .values()
                    .forEach(coupon -> checkBooks(coupon, evidence.holders(coupon.couponId()), findings));
        }
    }

    /** What the rows say of each other; a reset by SQL deletes holdings and leaves their successes. */
    private static void checkBooks(Coupon coupon, Holders holders, Findings findings) {
        long issued = holders.count();
        long total = coupon.totalQuantity();
        if (coupon.stock() + issued != total) {
            findings.add(
                    Kind.BOOKS_DO_NOT_BALANCE,
                    "stock " + coupon.stock() + " + issued " + issued + " = " + (coupon.stock() + issued),
                    "total " + total);
        }
        long successes = holders.successes.size();
        if (successes - holders.deleted() > total) {
            findings.add(Kind.OVERSOLD, successes + " SUCCESS", "at most " + total);
        }
    }

    private static void checkRun(Evidence evidence, Findings findings) {
        evidence.requests().holders.forEach((couponId, holders) -> {
            if (!holders.successes.isEmpty() && !evidence.couponsBefore.containsKey(couponId)) {
                findings.add("coupon " + couponId + " was given away and does not exist");
            }
        });
        evidence.couponsBefore.values().forEach(before -> check(evidence, before, findings));
    }

    private static void check(Evidence evidence, Coupon before, Findings findings) {
        long winners = evidence.holders(before.couponId()).successes.size();
        List<CouponEdit> edits = evidence.editsOf(before.couponId());
        long available =
                before.stock() + edits.stream().mapToLong(CouponEdit::raised).sum();
        if (winners > available) {
            findings.add(
                    "coupon " + before.couponId() + " has " + winners + " winners, and " + available + " in stock");
        }
        Coupon after = evidence.coupons.get(before.couponId());
        if (after == null) {
            findings.add("coupon " + before.couponId() + " is gone");
        } else if (edits.stream().noneMatch(CouponEdit.StockSet.class::isInstance)) {
            long added = edits.stream().mapToLong(CouponEdit::added).sum();
            if (after.stock() != before.stock() + added - winners) {
                findings.add("coupon " + before.couponId() + ": stock " + before.stock() + " + added " + added
                        + " - winners " + winners + " is not the stock left, " + after.stock());
            }
            if (after.totalQuantity() != before.totalQuantity() + added) {
                findings.add("coupon " + before.couponId() + ": total " + before.totalQuantity() + " + added " + added
                        + " is not the total, " + after.totalQuantity());
            }
        }
    }
}
