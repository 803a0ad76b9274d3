package coupon.verification.simulation;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A thread of a worker: work in steps, one after the other. */
final class Lane implements Steps {
    private final String name;
    private final Trace trace;
    private @Nullable Pending pending;

    Lane(String name, Trace trace) {
        this.name = name;
        this.trace = trace;
    }

    boolean isIdle() {
        return pending == null;
    }

    /** Does the step that is due, if it can be done now. */
    void go() {
        Pending next = pending;
        if (next != null && !next.ready.getAsBoolean()) {
            trace.say(() -> name + " waits to " + next.name);
        } else if (next != null) {
            pending = null;
            trace.say(() -> name + ": " + next.name);
            next.action.run();
        }
    }

    @Override
    public <T> Mono<T> step(String step, BooleanSupplier ready, Supplier<T> action) {
        return Mono.create(sink -> pending = new Pending(step, ready, () -> {
            T done;
            try {
                done = action.get();
            } catch (RuntimeException failure) {
                trace.say(() -> name + ": " + failure.getMessage());
                sink.error(failure);
                return;
            }
            sink.success(done);
        }));
    }

    private record Pending(String name, BooleanSupplier ready, Runnable action) {}
}
