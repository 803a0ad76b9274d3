package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;
import java.util.function.LongConsumer;

/** Who has the coupon by {@code user_coupon}, and whether the ledger says so too. */
final class Holders {
    private final LongSet winners;
    private final LongSet holders = new LongSet();
    private final LongSet inserted = new LongSet();

    private Holders(LongSet winners) {
        this.winners = winners;
    }

    /** @param winners whoever has a {@code SUCCESS} in the ledger */
    static Holders read(BooksSnapshot books, long couponId, LongSet winners) {
        var holders = new Holders(winners);
        books.forEachHolder(couponId, holders::accept);
        return holders;
    }

    private void accept(long user) {
        holders.add(user);
        if (!winners.contains(user)) {
            inserted.add(user);
        }
    }

    boolean has(long user) {
        return holders.contains(user);
    }

    /** Whether the user has it and never won it. */
    boolean wasInserted(long user) {
        return inserted.contains(user);
    }

    long count() {
        return holders.size();
    }

    /** Finds the rows that somebody inserted or deleted, beside the product. */
    void compare(RequestTable requests, Findings findings) {
        var placed = new LongSet();
        for (int row = 0; row < requests.size(); row++) {
            long user = requests.userId(row);
            if (requests.isDecided(row, CouponIssueStatus.SUCCESS) && !has(user)) {
                findings.violation(
                        Kind.SUCCESS_WITHOUT_HOLDING,
                        requests,
                        row,
                        "no user_coupon row of user " + user,
                        "a row: the ledger says SUCCESS");
            } else if (wasInserted(user) && requests.outcome(row) != null && placed.add(user)) {
                findings.violation(
                        Kind.HOLDING_WITHOUT_SUCCESS,
                        requests,
                        row,
                        "a user_coupon row of user " + user,
                        "no row: the ledger says " + requests.outcome(row));
            }
        }
        inserted.forEach(withoutPlace(placed, findings));
    }

    private static LongConsumer withoutPlace(LongSet placed, Findings findings) {
        return user -> {
            if (!placed.contains(user)) {
                findings.violation(
                        Kind.HOLDING_WITHOUT_SUCCESS,
                        "a user_coupon row of user " + user,
                        "no row: the ledger has no request of this user");
            }
        };
    }
}
