package coupon.system.fault;

import coupon.core.guarantee.Answer;
import coupon.system.CouponClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who come one after the other for as long as something is broken; every fourth has been there before. Bounded:
 * after so many requests nobody comes any more.
 */
final class SteadyCrowd implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final int PAUSE_MILLIS = 50;
    private static final int REQUESTS_MAX = 60_000;
    private static final long FIRST_USER = 1_000;

    private final CouponClient client;
    private final List<Long> couponIds;
    private final ScheduledExecutorService people = Executors.newScheduledThreadPool(AT_ONCE);
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private SteadyCrowd(CouponClient client, List<Long> couponIds) {
        this.client = client;
        this.couponIds = couponIds;
    }

    static SteadyCrowd of(CouponClient client, List<Long> couponIds) {
        var crowd = new SteadyCrowd(client, couponIds);
        for (int person = 0; person < AT_ONCE; person++) {
            crowd.people.scheduleWithFixedDelay(crowd::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return crowd;
    }

    /** Nobody comes any more, and everyone who asked has been answered; returns what they were told. */
    List<Answer> leave() throws InterruptedException {
        people.shutdown();
        if (!people.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("somebody was not answered in time");
        }
        return new ArrayList<>(answers);
    }

    @Override
    public void close() {
        people.shutdownNow();
    }

    private void ask() {
        int number = asked.getAndIncrement();
        if (number >= REQUESTS_MAX) {
            people.shutdown();
            return;
        }
        var chance = new Random(number);
        long couponId = couponIds.get(chance.nextInt(couponIds.size()));
        long userId = FIRST_USER + (number % 4 == 3 ? chance.nextInt(number) : number);
        answers.add(answer(couponId, userId));
    }

    private Answer answer(long couponId, long userId) {
        try {
            return client.issue(couponId, userId).toIssue(couponId, userId);
        } catch (IOException connectionLost) {
            return Answer.unknown(couponId, userId, null);
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
            return Answer.unknown(couponId, userId, null);
        }
    }
}
