package coupon.verification.simulation;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.CouponEdit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Edits coupons while requests run: each edit a transaction of its own, which waits for the row's lock. */
final class Operator {
    private final World world;
    private final Randomness random;

    Operator(World world) {
        this.world = world;
        random = world.random;
    }

    void act() {
        Coupon coupon = world.store.coupons.get((long) random.between(1, world.couponCount));
        if (coupon == null || world.store.isLocked(coupon.couponId())) {
            return;
        }
        if (random.strikes(Fault.STOCK_ADDED)) {
            addStock(coupon, random.between(-2, 5));
        } else if (random.strikes(Fault.STOCK_SET)) {
            setStock(coupon, random.below(6));
        } else if (random.strikes(Fault.TERMS_CHANGED)) {
            changeTerms(coupon);
        } else if (random.strikes(Fault.HOLDINGS_DELETED)) {
            int from = random.between(1, world.userCount);
            world.store.holdings.removeIf(it -> it.couponId() == coupon.couponId() && it.userId() >= from);
            edited(new CouponEdit.HoldingsDeleted(coupon.couponId()));
        }
    }

    private void addStock(Coupon was, long quantity) {
        if (was.stock() + quantity >= 0 && was.totalQuantity() + quantity >= 0) {
            put(was, was.totalQuantity() + quantity, was.stock() + quantity);
            edited(new CouponEdit.StockAdded(was.couponId(), quantity));
        }
    }

    private void setStock(Coupon was, long stock) {
        put(was, was.totalQuantity(), stock);
        edited(new CouponEdit.StockSet(was.couponId(), stock));
    }

    private void changeTerms(Coupon was) {
        Instant opensAt = random.oneIn(3) ? soon() : null;
        Instant closesAt = random.oneIn(3) ? soon() : null;
        boolean paused = random.oneIn(3);
        put(was, was.totalQuantity(), was.stock(), opensAt, closesAt, paused);
        edited(new CouponEdit.TermsChanged(was.couponId(), opensAt, closesAt, paused));
    }

    private Instant soon() {
        return world.clock.instant().plusMillis(random.between(-50, 50));
    }

    private void put(Coupon was, long total, long stock) {
        put(was, total, stock, was.opensAt(), was.closesAt(), was.paused());
    }

    private void put(
            Coupon was, long total, long stock, @Nullable Instant opensAt, @Nullable Instant closesAt, boolean paused) {
        world.store.put(new Coupon(
                was.couponId(),
                was.name(),
                total,
                stock,
                opensAt,
                closesAt,
                paused,
                was.version() + 1,
                was.lastNumber(),
                was.codes()));
    }

    private void edited(CouponEdit edit) {
        world.trace.say(() -> "operator: " + edit);
        world.invariants.edited(edit);
        world.evidence.edits.add(edit);
    }
}
