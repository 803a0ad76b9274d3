package coupon.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponIssueStore;
import coupon.core.store.CouponIssueStoreContract;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The simulated database keeps the contract of the real ones when nothing disturbs it. */
class SimulatedStoreTest extends CouponIssueStoreContract {
    private final World world = new World(0, Variant.PRODUCT, new Trace(false), false);
    private final CouponIssueStore store;

    SimulatedStoreTest() {
        world.random.endFaults();
        world.store.coupons.clear();
        world.store.holdings.clear();
        store = world.store.connect(new AtOnce());
    }

    @Override
    protected CouponIssueStore store() {
        return store;
    }

    @Override
    protected void given(Coupon coupon) {
        world.store.put(coupon);
    }

    @Override
    protected long stockOf(long couponId) {
        return Objects.requireNonNull(world.store.coupons.get(couponId)).stock();
    }

    private static final class AtOnce implements Steps {
        @Override
        public <T> Mono<T> step(String name, BooleanSupplier ready, Supplier<T> action) {
            return Mono.fromSupplier(() -> {
                assertThat(ready.getAsBoolean()).isTrue();
                return action.get();
            });
        }
    }
}
