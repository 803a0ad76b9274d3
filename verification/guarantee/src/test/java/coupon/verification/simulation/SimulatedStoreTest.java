package coupon.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStoreContract;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** The simulated database keeps the contract of the real ones when nothing disturbs it. */
class SimulatedStoreTest extends CouponIssueStoreContract {
    private static final int STEPS_MAX = 10;

    private final World world = new World(0, Variant.PRODUCT, false, false);
    private final Lane lane = new Lane("the test", world);
    private final SimulatedConnection connection = new SimulatedConnection(world, lane);

    SimulatedStoreTest() {
        world.random.endFaults();
        world.store.coupons.clear();
        world.store.holdings.clear();
    }

    /** Each step is done at once: there is nothing that one would have to wait for. */
    @Override
    protected CouponIssueStore store() {
        return (batch, wait, rule) -> {
            CompletableFuture<List<CouponIssueResult>> decided =
                    connection.decideAndStore(batch, wait, rule).toFuture();
            for (int step = 0; step < STEPS_MAX; step++) {
                lane.go();
            }
            assertThat(decided).isDone();
            return Mono.fromFuture(decided);
        };
    }

    @Override
    protected void given(Coupon coupon) {
        world.store.put(coupon);
    }

    @Override
    protected long stockOf(long couponId) {
        return Objects.requireNonNull(world.store.coupons.get(couponId)).stock();
    }
}
