package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.CouponClient;
import coupon.verification.system.HttpAnswer;
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
 * People who keep coming while a fault lasts, however long that is, a few at a time: each asks once, every fourth a
 * second time. Nobody comes after the 60 000th.
 */
final class Comers implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int COMERS_MAX = 60_000;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20); // the pace of the load, not a wait
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CouponClient client;
    private final List<Coupon> coupons;
    private final int waitSeconds;
    private final AtomicLong calls = new AtomicLong();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final ExecutorService people;
    private volatile boolean over;

    /**
     * They come at once.
     *
     * @param waitSeconds for how long each waits for the outcome; 0: not at all
     */
    Comers(CouponClient client, List<Coupon> coupons, int atOnce, int waitSeconds) {
        this.client = client;
        this.coupons = coupons;
        this.waitSeconds = waitSeconds;
        this.people = Executors.newFixedThreadPool(atOnce);
        for (int person = 0; person < atOnce; person++) {
            people.execute(this::keepComing);
        }
    }

    /** Waits until so many calls that began later than that were answered so. */
    void awaitTold(long sinceNanos, int count, Predicate<Told> so) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> told.stream()
                                .filter(it -> it.beganNanos() - sinceNanos >= 0 && so.test(it))
                                .count()
                        >= count);
    }

    /** Nobody comes any more; returns what all were told, when all have been. */
    List<Told> leave() throws InterruptedException {
        over = true;
        people.shutdown();
        assertThat(people.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        return List.copyOf(told);
    }

    /** {@link #leave()} without an interest in what they were told. */
    @Override
    public void close() {
        over = true;
        people.shutdownNow();
    }

    private void keepComing() {
        long call = calls.getAndIncrement();
        while (!over && call < COMERS_MAX) {
            Coupon coupon = coupons.get(Math.toIntExact(call % coupons.size()));
            long round = call / coupons.size();
            told.add(ask(coupon.couponId(), FIRST_USER + (round % 4 == 3 ? round - 2 : round)));
            LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
            call = calls.getAndIncrement();
        }
    }

    private Told ask(long couponId, long userId) {
        long began = System.nanoTime();
        try {
            HttpAnswer answer = waitSeconds == 0
                    ? client.issue(couponId, userId)
                    : client.issueAndWait(couponId, userId, waitSeconds);
            return new Told(began, since(began), answer.toIssue(couponId, userId), answer);
        } catch (IOException connectionLost) {
            return new Told(began, since(began), Answer.unknown(couponId, userId, null), null);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            over = true;
            return new Told(began, since(began), Answer.unknown(couponId, userId, null), null);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
