package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.local.server.AppOptions;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Guarantees;
import coupon.verification.observer.RedisObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The scenario of {@link SeedScenarioIT} with the other queue: one scheduler, one request per poll, no Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisModeIT {
    /** As shipped it polls once a second: a caller that waits for eleven requests waits eleven seconds. */
    private static final Map<String, String> OFTEN = Map.of("APP_QUEUE_REDIS_POLL_INTERVAL", "100ms");

    private RedisObserver system;

    @BeforeAll
    void start() {
        system = SystemUnderTest.startWithRedis(new AppOptions(List.of(), OFTEN));
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void one_request_and_ten_at_once_leave_eleven_rows_and_a_stock_of_89() throws Exception {
        Coupon before = system.database.coupon(1);
        List<Answer> answers = new ArrayList<>();
        answers.add(Response.toAnswer(system.client.issue(1, 16), 1, 16));
        answers.addAll(Load.run(system.client, List.of(before), 10, 1, 10));
        assertThat(answers).extracting(Answer::kind).containsOnly(Answer.Kind.ACCEPTED);

        system.awaitDecided(List.of(before), Duration.ofMinutes(1));

        assertThat(system.database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = 1 ORDER BY user_id"))
                .containsExactlyElementsOf(LongStream.concat(LongStream.of(16), LongStream.range(1_000, 1_010))
                        .boxed()
                        .toList());
        assertThat(system.database.coupon(1).stock()).isEqualTo(89);
        Guarantees.assertHold(system.evidence(List.of(before), answers));
    }

    @Test
    void a_waiting_caller_is_answered_the_outcome_in_one_round_trip() throws Exception {
        long couponId = system.client.createCoupon("one only", 1);

        system.client.issueAndWait(couponId, 16, 20).is(201).hasOutcome("SUCCESS");
        system.client.issueAndWait(couponId, 16, 20).is(409);
        system.client.issueAndWait(couponId, 17, 20).is(409).hasOutcome("OUT_OF_STOCK");
    }
}
