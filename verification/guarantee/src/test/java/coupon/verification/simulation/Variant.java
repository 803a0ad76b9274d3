package coupon.verification.simulation;

import coupon.core.queue.CouponIssueResultPublisher;
import coupon.core.store.CouponIssueStore;

/** How a world is built: as the product is, or with one thing done wrong. */
interface Variant {
    Variant PRODUCT = new Variant() {};

    default Sequence sequence() {
        return Sequence.PRODUCT;
    }

    default SimulatedStore database(Randomness random, LiveInvariants invariants) {
        return new SimulatedStore(random, invariants);
    }

    /** What stands between the processor and its connection. */
    default CouponIssueStore store(
            CouponIssueStore connection, CouponIssueResultPublisher publisher, SimulatedStore database) {
        return connection;
    }
}
