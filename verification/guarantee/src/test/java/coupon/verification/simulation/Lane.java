package coupon.verification.simulation;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A thread of a worker: work in steps, between any two of which anything may happen. */
final class Lane {
    private final String name;
    private final World world;
    private @Nullable Pending pending;

    Lane(String name, World world) {
        this.name = name;
        this.world = world;
    }

    boolean isIdle() {
        return pending == null;
    }

    /** Does the step that is due, if it can be done now. */
    void go() {
        Pending next = pending;
        if (next != null && !next.ready.getAsBoolean()) {
            world.say(() -> name + " waits to " + next.name);
        } else if (next != null) {
            pending = null;
            world.say(() -> name + ": " + next.name);
            next.action.run();
        }
    }

    /**
     * The work goes on with this step when its turn has come.
     *
     * @param ready asked at each turn until it says yes: taking what the step must wait for is part of asking
     */
    <T> Mono<T> step(String step, BooleanSupplier ready, Mono<T> action) {
        return Mono.create(sink -> pending = new Pending(
                step,
                ready,
                () -> action.doOnError(failure -> world.say(() -> name + ": " + failure.getMessage()))
                        .subscribe(sink::success, sink::error, sink::success)));
    }

    Mono<Void> step(String step, Runnable action) {
        return step(step, () -> true, Mono.fromRunnable(action));
    }

    private record Pending(String name, BooleanSupplier ready, Runnable action) {}
}
