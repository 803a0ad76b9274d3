package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.system.AuditCommand;
import coupon.verification.system.ForeignProducer;
import coupon.verification.system.Load;
import coupon.verification.system.Load.Call;
import coupon.verification.system.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Minutes of load over three coupons while workers, servers and the API are killed, stopped and frozen in an order that
 * a seed gives: {@code -Dsoak.seed}, for {@code -Dsoak.duration} (ISO-8601). Meanwhile a foreign producer writes
 * undecodable and repeated records.
 */
@Tag("fault-long")
@Timeout(value = 1, unit = TimeUnit.DAYS)
class SoakIT {
    private static final Duration REST_MAX = Duration.ofMinutes(3);
    private static final int STOCK_PER_SECOND = 20;
    private static final int CLIENTS = 24;
    private static final Duration BETWEEN_ASKING = Duration.ofMillis(100);
    private static final long MILLIS_BETWEEN_FOREIGN_RECORDS = 500;

    @RegisterExtension
    final Scenario scenario = new Scenario("soak");

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Duration duration = Duration.parse(System.getProperty("soak.duration", "PT1M"));
    private final int stock = Math.toIntExact(duration.toSeconds() * STOCK_PER_SECOND);
    private final Random random = new Random(seed);
    private final Queue<CompletableFuture<Answer>> foreignAnswers = new ConcurrentLinkedQueue<>();

    @Test
    void whatever_happens_everyone_has_one_outcome_and_the_first_win() throws Exception {
        System.out.println("soak: seed " + seed + ", " + duration);
        List<Coupon> coupons = List.of(scenario.coupon(stock), scenario.coupon(stock), scenario.coupon(stock));
        var faults = new SoakFaults(scenario, coupons, seed);

        List<Answer> answers = new ArrayList<>();
        ScheduledExecutorService foreigner = Executors.newSingleThreadScheduledExecutor();
        try (var foreign = new ForeignProducer(scenario.topics);
                Load load = Load.closed(
                        scenario.client, Stream.generate(() -> anyCall(coupons)), CLIENTS, BETWEEN_ASKING)) {
            foreigner.scheduleWithFixedDelay(
                    () -> sendForeignRecords(foreign, anyCall(coupons)),
                    0,
                    MILLIS_BETWEEN_FOREIGN_RECORDS,
                    TimeUnit.MILLISECONDS);
            for (Instant end = Instant.now().plus(duration); Instant.now().isBefore(end); ) {
                faults.next();
            }
            foreigner.shutdown();
            assertThat(foreigner.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            answers.addAll(Response.answers(load.stop()));
        } finally {
            foreigner.shutdownNow();
        }
        foreignAnswers.forEach(answer -> answers.add(answer.join()));

        Instant healed = Instant.now();
        scenario.system.awaitRest(REST_MAX);
        System.out.println(
                "soak: at rest " + Duration.between(healed, Instant.now()).toMillis() + " ms after the end");
        System.out.println("soak: faults " + faults.struck());
        System.out.println("soak: answers " + byKind(answers));
        coupons.forEach(this::report);
        Guarantees.assertHold(scenario.system.evidence(coupons, answers));
        for (Coupon coupon : coupons) {
            assertThat(AuditCommand.run(scenario.stack, coupon.couponId())).isZero();
        }
    }

    private Call anyCall(List<Coupon> coupons) {
        return new Call(
                coupons.get(random.nextInt(coupons.size())).couponId(),
                1 + random.nextInt(2 * stock),
                random.nextInt(4) == 0 ? 5 : 0);
    }

    private void sendForeignRecords(ForeignProducer foreign, Call call) {
        if (random.nextBoolean()) {
            byte[] rubbish = ("{\"rubbish\":" + random.nextInt()).getBytes(StandardCharsets.UTF_8);
            foreign.sendRubbish(call.couponId(), rubbish);
            return;
        }
        var event = new CouponIssueEvent(UUID.randomUUID(), call.userId(), call.couponId(), Instant.now());
        for (int time = 0; time < 2; time++) {
            foreignAnswers.add(foreign.request(event));
        }
    }

    private static Map<Answer.Kind, Integer> byKind(List<Answer> answers) {
        Map<Answer.Kind, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer.kind(), 1, Integer::sum));
        return counts;
    }

    private void report(Coupon coupon) {
        long couponId = coupon.couponId();
        System.out.println("soak: coupon " + couponId + ": decided "
                + scenario.database.number("SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + couponId)
                + ", issued "
                + scenario.database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + couponId));
    }
}
