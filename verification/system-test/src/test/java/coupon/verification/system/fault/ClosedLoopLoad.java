package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Closed-loop load for as long as a fault lasts, a few requests at a time: each user asks once, every fourth a
 * second time. It ends with the 60 000th.
 */
final class ClosedLoopLoad implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int REQUESTS_MAX = 60_000;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20); // the pace of the load, not a wait
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CouponClient client;
    private final List<Coupon> coupons;
    private final int waitSeconds;
    private final AtomicLong calls = new AtomicLong();
    private final Queue<Response> responses = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients;
    private volatile boolean over;

    /**
     * They come at once.
     *
     * @param waitSeconds for how long each waits for the outcome; 0: not at all
     */
    ClosedLoopLoad(CouponClient client, List<Coupon> coupons, int atOnce, int waitSeconds) {
        this.client = client;
        this.coupons = coupons;
        this.waitSeconds = waitSeconds;
        this.clients = Executors.newFixedThreadPool(atOnce);
        for (int person = 0; person < atOnce; person++) {
            clients.execute(this::keepComing);
        }
    }

    /** Waits until so many calls that began later than that were answered so. */
    void awaitResponses(long sinceNanos, int count, Predicate<Response> so) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> responses.stream()
                                .filter(it -> it.beganNanos() - sinceNanos >= 0 && so.test(it))
                                .count()
                        >= count);
    }

    /** Ends the load; returns all responses when all have come. */
    List<Response> stop() throws InterruptedException {
        over = true;
        clients.shutdown();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        return List.copyOf(responses);
    }

    /** {@link #stop()} without an interest in the responses. */
    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
    }

    private void keepComing() {
        long call = calls.getAndIncrement();
        while (!over && call < REQUESTS_MAX) {
            Coupon coupon = coupons.get(Math.toIntExact(call % coupons.size()));
            long round = call / coupons.size();
            responses.add(ask(coupon.couponId(), FIRST_USER + (round % 4 == 3 ? round - 2 : round)));
            LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
            call = calls.getAndIncrement();
        }
    }

    private Response ask(long couponId, long userId) {
        long began = System.nanoTime();
        try {
            HttpResult answer = waitSeconds == 0
                    ? client.issue(couponId, userId)
                    : client.issueAndWait(couponId, userId, waitSeconds);
            return new Response(began, since(began), answer.toIssue(couponId, userId), answer);
        } catch (IOException connectionLost) {
            return new Response(began, since(began), Answer.unknown(couponId, userId, null), null);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            over = true;
            return new Response(began, since(began), Answer.unknown(couponId, userId, null), null);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
