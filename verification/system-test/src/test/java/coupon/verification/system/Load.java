package coupon.verification.system;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.testkit.client.CouponClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Many users who ask for coupons. In a closed loop so many calls are under way at once, and each response is followed by
 * the next call; in an open one calls come at a steady rate, however long earlier ones wait for their response. No thread
 * waits for a response.
 */
public final class Load implements AutoCloseable {
    private static final long FIRST_USER = 1_000;
    private static final int CALLS_MAX = 60_000;
    /** An open loop pauses then: a machine that is too busy gets fewer calls. */
    private static final int WAITING_MAX = 4_000;

    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20); // the pace of the load, not a wait
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long ALL_MAX_MINUTES = 10;

    private final Queue<Response> responses = new ConcurrentLinkedQueue<>();
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final CompletableFuture<Void> all;

    private Load(CouponClient client, Flux<Call> calls, int atOnce, Duration betweenCalls) {
        all = calls.takeUntilOther(over.asMono())
                .flatMap(
                        call -> Mono.fromFuture(ask(client, call))
                                .doOnNext(responses::add)
                                .delayElement(betweenCalls),
                        atOnce)
                .then()
                .toFuture();
    }

    /** So many users ask for each of the coupons, so often, in any order; returns when all have their answers. */
    public static List<Answer> run(CouponClient client, List<Coupon> coupons, int users, int timesEach, int atOnce) {
        List<Call> calls = new ArrayList<>();
        for (int time = 0; time < timesEach; time++) {
            LongStream.range(FIRST_USER, FIRST_USER + users)
                    .forEach(user -> coupons.forEach(coupon -> calls.add(new Call(coupon.couponId(), user, 0))));
        }
        Collections.shuffle(calls);
        return Response.answers(
                closed(client, calls.stream(), atOnce, Duration.ZERO).rest());
    }

    /** For as long as a fault lasts: each user asks once, every fourth a second time. */
    public static Load closed(CouponClient client, List<Coupon> coupons, int atOnce, int waitSeconds) {
        Flux<Call> calls = Flux.range(0, CALLS_MAX).map(number -> call(number, coupons, waitSeconds));
        return new Load(client, calls, atOnce, BETWEEN_CALLS);
    }

    public static Load closed(CouponClient client, Stream<Call> calls, int atOnce, Duration betweenCalls) {
        return new Load(client, Flux.fromStream(calls), atOnce, betweenCalls);
    }

    /** As {@link #closed(CouponClient, List, int, int)}, without a wait for the outcome. */
    public static Load open(CouponClient client, Coupon coupon, int perSecond) {
        Flux<Call> calls = Flux.interval(Duration.ofSeconds(1).dividedBy(perSecond))
                .take(CALLS_MAX)
                .onBackpressureDrop()
                .map(number -> call(number.intValue(), List.of(coupon), 0));
        return new Load(client, calls, WAITING_MAX, Duration.ZERO);
    }

    private static Call call(int number, List<Coupon> coupons, int waitSeconds) {
        int round = number / coupons.size();
        return new Call(
                coupons.get(number % coupons.size()).couponId(),
                FIRST_USER + (round % 4 == 3 ? round - 2 : round),
                waitSeconds);
    }

    private static CompletableFuture<Response> ask(CouponClient client, Call call) {
        long began = System.nanoTime();
        return client.issueAsync(call.couponId, call.userId, call.headers())
                .handle((reply, lost) -> Response.of(call, began, reply, lost));
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
        close();
        return rest();
    }

    /** {@link #stop()} without an interest in the responses. */
    @Override
    public void close() {
        over.tryEmitEmpty();
    }

    private List<Response> rest() {
        all.orTimeout(ALL_MAX_MINUTES, TimeUnit.MINUTES).join();
        return List.copyOf(responses);
    }

    /** @param waitSeconds for how long the user waits for the outcome; 0: not at all */
    public record Call(long couponId, long userId, int waitSeconds) {
        private String[] headers() {
            return waitSeconds == 0 ? new String[0] : new String[] {"Prefer", "wait=" + waitSeconds};
        }
    }
}
