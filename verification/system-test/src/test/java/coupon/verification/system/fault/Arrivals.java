package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.verification.guarantee.Answer;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * People who arrive at a steady rate, each for the first time, however long those before them wait for their answer.
 * Nobody comes after the 40 000th, or while 4 000 wait: a machine that is too busy then sees fewer of them.
 */
final class Arrivals implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int ARRIVALS_MAX = 40_000;
    private static final int WAITING_MAX = 4_000;

    private final CouponClient client;
    private final long couponId;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<Void>> calls = new ArrayList<>();
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    Arrivals(CouponClient client, long couponId, int perSecond) {
        this.client = client;
        this.couponId = couponId;
        long periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        clock.scheduleAtFixedRate(this::arrive, 0, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Nobody comes any more; returns what all were told, when all have been. */
    List<Told> leave() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("somebody is still arriving");
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).join();
        return List.copyOf(told);
    }

    /** Waits until that many were told something like this. */
    void awaitTold(int count, Predicate<Told> what) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> told.stream().filter(what).count() >= count);
    }

    /** How many connections were lost, and why. */
    Map<String, Integer> lost() {
        return Map.copyOf(lost);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void arrive() {
        if (calls.size() >= ARRIVALS_MAX) {
            clock.shutdown();
        }
        if (calls.size() >= ARRIVALS_MAX || calls.size() - told.size() >= WAITING_MAX) {
            return;
        }
        long user = FIRST_USER + calls.size();
        long began = System.nanoTime();
        calls.add(client.issueAsync(couponId, user).handle((answer, failure) -> {
            if (failure != null) {
                lost.merge(String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure)), 1, Integer::sum);
            }
            told.add(told(user, began, answer));
            return null;
        }));
    }

    private Told told(long user, long began, @Nullable HttpAnswer answer) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Told(
                began,
                took,
                answer == null ? Answer.unknown(couponId, user, null) : answer.toIssue(couponId, user),
                answer);
    }
}
