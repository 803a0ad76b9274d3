package coupon.verification.simulation;

import static coupon.core.testing.Fixtures.NOON;
import static coupon.core.testing.Fixtures.aCoupon;

import coupon.core.domain.Coupon;
import coupon.core.domain.Holding;
import coupon.verification.guarantee.Evidence;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything there is in one simulation, as the seed makes it, and what has happened in it so far. */
final class World {
    final Randomness random;
    final Variant variant;
    final Clock clock;
    final Evidence evidence = new Evidence();
    final LiveInvariants invariants;
    final SimulatedStore store;
    final SimulatedLog log;
    final SimulatedGroup group;
    final int couponCount;
    final int userCount;
    final int batchRecordsMax;
    private final boolean traced;
    private final List<String> trace = new ArrayList<>();
    private int step;
    private Instant now = NOON;

    /** @param traced whether what happens will be read */
    World(long seed, Variant variant, boolean traced, boolean watching) {
        this.variant = variant;
        this.traced = traced;
        InstantSource time = () -> now;
        clock = time.withZone(ZoneOffset.UTC);
        random = new Randomness(seed);
        couponCount = random.between(1, 4);
        userCount = random.between(2, 20);
        batchRecordsMax = random.between(1, 12);
        store = variant.database.apply(this);
        log = new SimulatedLog(this, random.between(1, 3));
        group = new SimulatedGroup(this);
        for (long couponId = 1; couponId <= couponCount; couponId++) {
            Coupon coupon = randomCoupon(couponId);
            store.put(coupon);
            evidence.couponBefore(coupon);
            say(coupon::toString);
        }
        for (int i = random.below(3); i > 0; i--) {
            store.holdings.add(new Holding(1, random.between(1, userCount)));
        }
        evidence.holdingsBefore.addAll(store.holdings);
        invariants = new LiveInvariants(this, watching);
    }

    /** A millisecond passes. */
    void nextStep() {
        step++;
        now = now.plusMillis(1);
    }

    void say(Supplier<String> what) {
        if (traced) {
            trace.add(step + " " + what.get());
        }
    }

    /** What happened, step by step. */
    List<String> trace() {
        return trace;
    }

    private Coupon randomCoupon(long couponId) {
        var coupon = aCoupon().withId(couponId).withStock(random.below(12));
        return switch (random.below(6)) {
            case 0 -> coupon.opensAt(NOON.plusMillis(random.below(200))).build();
            case 1 -> coupon.closesAt(NOON.plusMillis(random.below(400))).build();
            default -> coupon.build();
        };
    }
}
