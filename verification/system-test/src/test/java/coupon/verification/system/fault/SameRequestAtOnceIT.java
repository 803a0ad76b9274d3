package coupon.verification.system.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.HttpResult;
import coupon.verification.system.UserLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SameRequestAtOnceIT {
    private static final int TIMES = 50;
    private static final int WAIT_SECONDS = 25;
    private static final long IMPATIENT_USER = 900;

    @RegisterExtension
    final Scenario scenario = new Scenario("same request at once");

    @Test
    void one_of_50_gets_the_coupon_and_the_rest_are_duplicates_while_a_crowd_wants_it_too() throws Exception {
        Coupon coupon = scenario.coupon(2_000);
        ExecutorService both = Executors.newFixedThreadPool(1);
        try {
            Future<List<Answer>> load = both.submit(() ->
                    new UserLoad(scenario.client, 1_500, 2, 16, 0, System.nanoTime()).run(List.of(coupon.couponId())));
            scenario.awaitIssued(coupon, 50);

            List<HttpResult> impatient = sameRequest(coupon);

            List<Answer> answers = new ArrayList<>(load.get());
            long answered = System.nanoTime();
            impatient.forEach(answer -> answers.add(answer.toIssue(coupon.couponId(), IMPATIENT_USER)));
            scenario.assertGuaranteesHoldFor(answers);
            scenario.reportRecovery(answered);
            assertThat(impatient.stream().collect(groupingBy(HttpResult::status, counting())))
                    .isEqualTo(Map.of(201, 1L, 409, TIMES - 1L));
            assertThat(impatient.stream()
                            .collect(groupingBy(answer -> String.valueOf(answer.text("outcome")), counting())))
                    .isEqualTo(Map.of("SUCCESS", 1L, "DUPLICATE_REQUEST", TIMES - 1L));
        } finally {
            both.shutdownNow();
        }
    }

    private List<HttpResult> sameRequest(Coupon coupon) throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(TIMES);
        CyclicBarrier together = new CyclicBarrier(TIMES);
        try {
            List<Future<HttpResult>> asked = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                asked.add(hands.submit(() -> {
                    together.await();
                    return scenario.client.issueAndWait(coupon.couponId(), IMPATIENT_USER, WAIT_SECONDS);
                }));
            }
            List<HttpResult> answers = new ArrayList<>();
            for (Future<HttpResult> answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            hands.shutdownNow();
        }
    }
}
