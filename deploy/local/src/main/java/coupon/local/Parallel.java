package coupon.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        ExecutorService threads = Executors.newCachedThreadPool();
        CompletableFuture.allOf(items.stream()
                        .map(item -> CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        action.accept(item);
                                    } catch (RuntimeException failure) {
                                        if (first.compareAndSet(null, failure)) {
                                            onFailure.run();
                                        }
                                    }
                                },
                                threads))
                        .toArray(CompletableFuture[]::new))
                .whenComplete((all, error) -> threads.shutdown())
                .join();
        RuntimeException failure = first.get();
        if (failure != null) {
            throw failure;
        }
    }
}
