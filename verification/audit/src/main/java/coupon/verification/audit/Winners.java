package coupon.verification.audit;

import coupon.core.domain.CouponIssueStatus;

/** Who has won when a request's turn comes, as far as it can be known. */
final class Winners {
    private final RequestTable requests;
    private final Ledger ledger;
    private final Holders holders;
    private final boolean severalLines;

    /** Those whose turn was before the first record of the log, or in a line that was judged before. */
    private final LongSet before = new LongSet();

    private LongSet inThisLine = new LongSet();
    private final LongSet unduly = new LongSet();
    private final LongSet dueAndRefused = new LongSet();

    /** @param severalLines whether the coupon's requests stand in several partitions: their order is not known then */
    Winners(RequestTable requests, Ledger ledger, Holders holders, boolean severalLines) {
        this.requests = requests;
        this.ledger = ledger;
        this.holders = holders;
        this.severalLines = severalLines;
        ledger.winnersBeforeTheLog().forEach(before::add);
    }

    boolean include(long user) {
        return inThisLine.contains(user) || before.contains(user);
    }

    /** Not if an operator took it away since: whoever does not hold it any more may win again, or be refused. */
    boolean certainlyInclude(int row) {
        long user = requests.userId(row);
        if (requests.isDecided(row, CouponIssueStatus.SUCCESS)) {
            return include(user);
        }
        boolean won = (inThisLine.contains(user) && !unduly.contains(user))
                || (before.contains(user) && !severalLines)
                || dueAndRefused.contains(user);
        return won && holders.has(user);
    }

    /** Also if an operator gave it, or if it was won in another line. */
    boolean mayInclude(int row) {
        long user = requests.userId(row);
        return include(user)
                || dueAndRefused.contains(user)
                || holders.wasInserted(user)
                || (severalLines && ledger.winners().contains(user));
    }

    void remember(int row, CouponIssueStatus stored, CouponIssueStatus ruled) {
        long user = requests.userId(row);
        if (stored == CouponIssueStatus.SUCCESS) {
            inThisLine.add(user);
            if (ruled == CouponIssueStatus.OUT_OF_STOCK) {
                unduly.add(user);
            }
        } else if (ruled == CouponIssueStatus.SUCCESS) {
            dueAndRefused.add(user);
        }
    }

    void endOfLine() {
        if (severalLines) {
            inThisLine.forEach(before::add);
            inThisLine = new LongSet();
        }
    }
}
