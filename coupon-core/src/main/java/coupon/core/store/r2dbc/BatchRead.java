package coupon.core.store.r2dbc;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueRequest;
import coupon.core.domain.CouponIssueResult;
import coupon.core.domain.Holding;
import coupon.core.store.Known;
import coupon.core.store.r2dbc.Statements.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Collects what is to be read about a batch, and what was read. */
final class BatchRead {
    private final Map<Long, Coupon> coupons = new HashMap<>();
    private final Map<UUID, CouponIssueResult> decided = new HashMap<>();
    private final Set<Holding> holdings = new HashSet<>();
    private List<Statement> statements = new ArrayList<>();
    private boolean readsHoldings;

    private BatchRead() {}

    /**
     * Begins the transaction with the locks of the coupons: what is read after them is the truth until it ends.
     *
     * @param knownLocked coupons that were locked by another transaction at the last attempt: a batch of them alone does
     *     not wait for it
     */
    static BatchRead begin(List<CouponIssueRequest> batch, Set<Long> knownLocked) {
        var read = new BatchRead();
        Set<Long> couponIds = new TreeSet<>();
        batch.forEach(request -> couponIds.add(request.event().couponId()));
        read.statements.add(Statements.of("BEGIN"));
        boolean wait = !knownLocked.containsAll(couponIds);
        read.statements.add(new Statement(CouponIssueSql.lockCoupons(couponIds, wait), row -> {
            Coupon coupon = Rows.coupon(row);
            read.coupons.put(coupon.couponId(), coupon);
        }));
        return read;
    }

    /** Further statements of the same transaction. */
    BatchRead more() {
        statements = new ArrayList<>();
        return this;
    }

    BatchRead decided(List<CouponIssueRequest> batch) {
        statements.add(new Statement(CouponIssueSql.findDecided(batch), row -> {
            CouponIssueResult result = Rows.result(row);
            decided.put(result.eventId(), result);
        }));
        return this;
    }

    BatchRead holdings(Collection<Holding> wanted) {
        readsHoldings = true;
        if (!wanted.isEmpty()) {
            statements.add(new Statement(CouponIssueSql.findHoldings(wanted), row -> holdings.add(Rows.holding(row))));
        }
        return this;
    }

    boolean readsHoldings() {
        return readsHoldings;
    }

    List<Statement> statements() {
        return statements;
    }

    Known known() {
        return new Known(coupons, decided, holdings);
    }
}
