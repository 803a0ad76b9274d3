package coupon.verification.simulation;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Work in steps, between any two of which anything may happen. */
interface Steps {
    /**
     * The work goes on with this step when its turn has come.
     *
     * @param ready asked at each turn until it says yes: taking what the step must wait for is part of asking
     */
    <T> Mono<T> step(String name, BooleanSupplier ready, Supplier<T> action);

    default Mono<Void> step(String name, Runnable action) {
        return step(name, () -> true, () -> {
                    action.run();
                    return name;
                })
                .then();
    }
}
