package coupon.api.ops;

import coupon.core.domain.Coupon;
import coupon.core.store.CouponRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A bounded open-loop load on a coupon of its own, sent to this instance as any client would send it. One at a time, and
 * only in the profiles local and dev.
 */
final class Rehearsals {
    private static final Logger log = LoggerFactory.getLogger(Rehearsals.class);
    private static final int IN_FLIGHT_MAX = 512;
    /** Far from the ids that anybody types. */
    private static final long FIRST_USER = 9_000_000_000L;

    private final CouponRepository coupons;
    private final Clock clock;
    private final Environment environment;
    private final AtomicBoolean running = new AtomicBoolean();

    Rehearsals(CouponRepository coupons, Clock clock, Environment environment) {
        this.coupons = coupons;
        this.clock = clock;
        this.environment = environment;
    }

    boolean areAllowed() {
        return environment.acceptsProfiles(Profiles.of("local | dev"));
    }

    /** Makes the coupon and begins. Empty if a rehearsal is running. */
    Mono<Coupon> start(Plan plan, String operator) {
        if (!running.compareAndSet(false, true)) {
            return Mono.empty();
        }
        String name = "Rehearsal " + clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return coupons.create(name, (long) plan.stock(), null, null, operator)
                .doOnNext(coupon -> load(coupon.couponId(), plan).subscribe())
                .doOnError(failure -> running.set(false));
    }

    private Mono<Void> load(long couponId, Plan plan) {
        HttpClient client = HttpClient.create()
                .baseUrl("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"))
                .responseTimeout(Duration.ofSeconds(10));
        var random = new Random(couponId);
        return Flux.interval(Duration.ofSeconds(1).dividedBy(plan.rate()))
                .take((long) plan.rate() * plan.seconds())
                .onBackpressureDrop()
                .map(number -> user(number, plan, random))
                .flatMap(user -> send(client, couponId, user), IN_FLIGHT_MAX)
                .then()
                .doFinally(end -> {
                    running.set(false);
                    log.info("the rehearsal on coupon {} is over", couponId);
                });
    }

    private static long user(long number, Plan plan, Random random) {
        boolean repeated = number > 0 && random.nextInt(100) < plan.duplicates();
        long fresh = number % plan.users();
        return FIRST_USER + (repeated ? random.nextLong(Math.min(number, plan.users())) : fresh);
    }

    private static Mono<Void> send(HttpClient client, long couponId, long userId) {
        return client.post()
                .uri("/api/coupons/" + couponId + "/issue?userId=" + userId)
                .responseContent()
                .then()
                .onErrorComplete();
    }

    /**
     * @param stock of the coupon that is made
     * @param rate requests per second
     * @param duplicates percent of the requests that repeat an earlier user
     */
    record Plan(int stock, int rate, int users, int duplicates, int seconds) {
        Plan {
            requireBetween(1, stock, 100_000);
            requireBetween(1, rate, 1_000);
            requireBetween(1, users, 100_000);
            requireBetween(0, duplicates, 90);
            requireBetween(1, seconds, 120);
        }

        private static void requireBetween(int min, int number, int max) {
            if (number < min || number > max) {
                throw new IllegalArgumentException(number + " is not from " + min + " to " + max);
            }
        }
    }
}
