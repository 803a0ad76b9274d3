package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.CouponEdit;
import coupon.verification.guarantee.CouponEdit.HoldingsDeleted;
import coupon.verification.guarantee.CouponEdit.StockAdded;
import coupon.verification.guarantee.CouponEdit.StockSet;
import coupon.verification.guarantee.CouponEdit.TermsChanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Edits coupons while requests run: each edit a transaction of its own, which waits for the row's lock. */
record Operator(World world) {
    void act() {
        Coupon coupon = world.store.coupons.get((long) world.random.between(1, world.couponCount));
        if (coupon == null || world.store.isLocked(coupon.couponId())) {
            return;
        }
        if (world.random.strikes(Fault.STOCK_ADDED)) {
            addStock(coupon, world.random.between(-2, 5));
        } else if (world.random.strikes(Fault.STOCK_SET)) {
            int stock = world.random.below(6);
            put(coupon, coupon.totalQuantity(), stock, terms(coupon));
            edited(new StockSet(coupon.couponId(), stock));
        } else if (world.random.strikes(Fault.TERMS_CHANGED)) {
            var terms = new TermsChanged(coupon.couponId(), maybeSoon(), maybeSoon(), world.random.oneIn(3));
            put(coupon, coupon.totalQuantity(), coupon.stock(), terms);
            edited(terms);
        } else if (world.random.strikes(Fault.HOLDINGS_DELETED)) {
            int from = world.random.between(1, world.userCount);
            world.store.holdings.removeIf(it -> it.couponId() == coupon.couponId() && it.userId() >= from);
            edited(new HoldingsDeleted(coupon.couponId()));
        }
    }

    private void addStock(Coupon was, long quantity) {
        if (was.stock() + quantity >= 0 && was.totalQuantity() + quantity >= 0) {
            put(was, was.totalQuantity() + quantity, was.stock() + quantity, terms(was));
            edited(new StockAdded(was.couponId(), quantity));
        }
    }

    private @Nullable Instant maybeSoon() {
        return world.random.oneIn(3) ? world.clock.instant().plusMillis(world.random.between(-50, 50)) : null;
    }

    private static TermsChanged terms(Coupon coupon) {
        return new TermsChanged(coupon.couponId(), coupon.opensAt(), coupon.closesAt(), coupon.paused());
    }

    private void put(Coupon was, long total, long stock, TermsChanged terms) {
        world.store.put(new Coupon(
                was.couponId(),
                was.name(),
                total,
                stock,
                terms.opensAt(),
                terms.closesAt(),
                terms.paused(),
                was.version() + 1,
                was.lastNumber(),
                was.codes()));
    }

    private void edited(CouponEdit edit) {
        world.say(() -> "operator: " + edit);
        world.invariants.edited(edit);
        world.evidence.edits.add(edit);
    }
}
