package coupon.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The same for several things at once. */
public final class Parallel {
    private Parallel() {}

    /** Runs {@code action} for all and returns when all have ended; throws the first failure there was. */
    public static <T> void forEach(List<? extends T> items, Consumer<T> action) {
        forEach(items, action, () -> {});
    }

    /** As {@link #forEach(List, Consumer)}; {@code onFailure} runs at the first failure, while the others go on. */
    static <T> void forEach(List<? extends T> items, Consumer<T> action, Runnable onFailure) {
        var first = new AtomicReference<@Nullable RuntimeException>();
        Consumer<T> attempt = item -> {
            try {
                action.accept(item);
            } catch (RuntimeException failure) {
                if (first.compareAndSet(null, failure)) {
                    onFailure.run();
                }
            }
        };
        Executor newThread = task -> new Thread(task).start();
        items.stream()
                .map(item -> CompletableFuture.runAsync(() -> attempt.accept(item), newThread))
                .toList()
                .forEach(CompletableFuture::join);
        RuntimeException failure = first.get();
        if (failure != null) {
            throw failure;
        }
    }
}
