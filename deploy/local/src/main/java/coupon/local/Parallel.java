package coupon.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletableFuture.allOf(items.stream()
                            .map(item -> CompletableFuture.runAsync(() -> action.accept(item), threads)
                                    .exceptionally(failure -> {
                                        if (first.compareAndSet(null, causeOf(failure))) {
                                            onFailure.run();
                                        }
                                        return null;
                                    }))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdown();
        }
        Throwable failure = first.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
