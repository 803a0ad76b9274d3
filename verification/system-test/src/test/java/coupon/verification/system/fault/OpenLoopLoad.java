package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.verification.guarantee.Answer;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpResult;
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
 * Open-loop load: a new user at a steady rate, however long earlier requests wait for their response.
 * It ends with the 40 000th, and pauses while 4 000 wait: a machine that is too busy then gets fewer of them.
 */
final class OpenLoopLoad implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int REQUESTS_MAX = 40_000;
    private static final int WAITING_MAX = 4_000;

    private final CouponClient client;
    private final long couponId;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<Void>> calls = new ArrayList<>();
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();
    private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();

    OpenLoopLoad(CouponClient client, long couponId, int perSecond) {
        this.client = client;
        this.couponId = couponId;
        long periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        clock.scheduleAtFixedRate(this::arrive, 0, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the load; returns all responses when all have come. */
    List<Response> stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("requests are still being sent");
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).join();
        return List.copyOf(responses);
    }

    /** Waits until that many responses are like this. */
    void awaitResponses(int count, Predicate<Response> what) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> responses.stream().filter(what).count() >= count);
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
        if (calls.size() >= REQUESTS_MAX) {
            clock.shutdown();
        }
        if (calls.size() >= REQUESTS_MAX || calls.size() - responses.size() >= WAITING_MAX) {
            return;
        }
        long user = FIRST_USER + calls.size();
        long began = System.nanoTime();
        calls.add(client.issueAsync(couponId, user).handle((answer, failure) -> {
            if (failure != null) {
                lost.merge(String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure)), 1, Integer::sum);
            }
            responses.add(responses(user, began, answer));
            return null;
        }));
    }

    private Response responses(long user, long began, @Nullable HttpResult answer) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Response(
                began,
                took,
                answer == null ? Answer.unknown(couponId, user, null) : answer.toIssue(couponId, user),
                answer);
    }
}
