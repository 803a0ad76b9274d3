package coupon.verification.system;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many users who ask for coupons. In a closed loop so many calls are under way at once, and each response is followed by
 * the next call; in an open one calls come at a steady rate, however long earlier ones wait for their response. All of it
 * runs on one thread, which never waits.
 */
public final class Load implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int CALLS_MAX = 60_000;
    /** An open loop pauses then: a machine that is too busy gets fewer calls. */
    private static final int WAITING_MAX = 4_000;

    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20); // the pace of the load, not a wait
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ALL_MAX = Duration.ofMinutes(10);

    private final CouponClient client;
    private final Iterator<Call> calls;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Response> responses = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean over;
    private volatile @Nullable Throwable broken;

    private Load(CouponClient client, Stream<Call> calls) {
        this.client = client;
        this.calls = calls.iterator();
    }

    /** So many users ask for each of the coupons, so often, in any order; returns when all have their answers. */
    public static List<Answer> run(CouponClient client, List<Long> couponIds, int users, int timesEach, int atOnce) {
        List<Call> calls = new ArrayList<>();
        for (int time = 0; time < timesEach; time++) {
            LongStream.range(FIRST_USER, FIRST_USER + users)
                    .forEach(user -> couponIds.forEach(couponId -> calls.add(new Call(couponId, user, 0))));
        }
        Collections.shuffle(calls);
        try (Load load = closed(client, calls.stream(), atOnce, Duration.ZERO)) {
            return Response.answers(load.rest());
        }
    }

    /** For as long as a fault lasts: each user asks once, every fourth a second time. */
    public static Load closed(CouponClient client, List<Coupon> coupons, int atOnce, int waitSeconds) {
        return closed(client, people(coupons, waitSeconds), atOnce, BETWEEN_CALLS);
    }

    public static Load closed(CouponClient client, Stream<Call> calls, int atOnce, Duration betweenCalls) {
        Load load = new Load(client, calls);
        for (int person = 0; person < atOnce; person++) {
            load.clock.execute(() -> load.keepAsking(betweenCalls));
        }
        return load;
    }

    /** As {@link #closed(CouponClient, List, int, int)}, without a wait for the outcome. */
    public static Load open(CouponClient client, Coupon coupon, int perSecond) {
        Load load = new Load(client, people(List.of(coupon), 0));
        load.clock.scheduleAtFixedRate(
                load::arrive, 0, Duration.ofSeconds(1).toNanos() / perSecond, TimeUnit.NANOSECONDS);
        return load;
    }

    private static Stream<Call> people(List<Coupon> coupons, int waitSeconds) {
        return LongStream.range(0, CALLS_MAX).mapToObj(call -> {
            long round = call / coupons.size();
            return new Call(
                    coupons.get(Math.toIntExact(call % coupons.size())).couponId(),
                    FIRST_USER + (round % 4 == 3 ? round - 2 : round),
                    waitSeconds);
        });
    }

    /** Waits until so many calls that began later than that were answered so. */
    public void awaitResponses(long sinceNanos, int count, Predicate<Response> so) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> responses.stream()
                                .filter(it -> it.beganNanos() - sinceNanos >= 0 && so.test(it))
                                .count()
                        >= count);
    }

    /** Ends the load; returns all responses when all have come. */
    public List<Response> stop() {
        over = true;
        return rest();
    }

    /** {@link #stop()} without an interest in the responses. */
    @Override
    public void close() {
        over = true;
        clock.shutdownNow();
    }

    private List<Response> rest() {
        await().atMost(ALL_MAX).pollInterval(Duration.ofMillis(20)).until(() -> over && underWay.get() == 0);
        clock.shutdownNow();
        if (broken != null) {
            throw new AssertionError(broken);
        }
        return List.copyOf(responses);
    }

    private void keepAsking(Duration betweenCalls) {
        ask().thenRun(() ->
                clock.schedule(() -> keepAsking(betweenCalls), betweenCalls.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void arrive() {
        if (underWay.get() < WAITING_MAX) {
            ask();
        }
    }

    /** Completes with the next call's response; never if there is none any more. */
    private CompletableFuture<Boolean> ask() {
        underWay.incrementAndGet(); // first, so that who ends the load sees every call that comes still
        if (over || !calls.hasNext()) {
            over = true;
            underWay.decrementAndGet();
            return new CompletableFuture<>();
        }
        Call call = calls.next();
        long began = System.nanoTime();
        return client.issueAsync(call.couponId, call.userId, call.headers())
                .handle((reply, lost) -> responses.add(Response.of(call, began, reply, lost)))
                .whenComplete((added, unexpected) -> {
                    if (unexpected != null) {
                        broken = unexpected;
                        over = true;
                    }
                    underWay.decrementAndGet();
                });
    }

    /** @param waitSeconds for how long the user waits for the outcome; 0: not at all */
    public record Call(long couponId, long userId, int waitSeconds) {
        private String[] headers() {
            return waitSeconds == 0 ? new String[0] : new String[] {"Prefer", "wait=" + waitSeconds};
        }
    }
}
