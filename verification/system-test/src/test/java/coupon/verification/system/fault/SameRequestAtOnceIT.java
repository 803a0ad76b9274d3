package coupon.verification.system.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.Crowd;
import coupon.verification.system.HttpAnswer;
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
    final Scene scene = new Scene("same request at once");

    @Test
    void one_of_50_gets_the_coupon_and_the_rest_are_duplicates_while_a_crowd_wants_it_too() throws Exception {
        Coupon coupon = scene.coupon(2_000);
        ExecutorService both = Executors.newFixedThreadPool(1);
        try {
            Future<List<Answer>> crowd = both.submit(() ->
                    new Crowd(scene.client, 1_500, 2, 16, 0, System.nanoTime()).askFor(List.of(coupon.couponId())));
            scene.awaitIssued(coupon, 50);

            List<HttpAnswer> impatient = sameRequest(coupon);

            List<Answer> answers = new ArrayList<>(crowd.get());
            long told = System.nanoTime();
            impatient.forEach(answer -> answers.add(answer.toIssue(coupon.couponId(), IMPATIENT_USER)));
            scene.assertGuaranteesHoldFor(answers);
            scene.tellRecovered(told);
            assertThat(impatient.stream().collect(groupingBy(HttpAnswer::status, counting())))
                    .isEqualTo(Map.of(201, 1L, 409, TIMES - 1L));
            assertThat(impatient.stream()
                            .collect(groupingBy(answer -> String.valueOf(answer.text("outcome")), counting())))
                    .isEqualTo(Map.of("SUCCESS", 1L, "DUPLICATE_REQUEST", TIMES - 1L));
        } finally {
            both.shutdownNow();
        }
    }

    private List<HttpAnswer> sameRequest(Coupon coupon) throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(TIMES);
        CyclicBarrier together = new CyclicBarrier(TIMES);
        try {
            List<Future<HttpAnswer>> asked = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                asked.add(hands.submit(() -> {
                    together.await();
                    return scene.client.issueAndWait(coupon.couponId(), IMPATIENT_USER, WAIT_SECONDS);
                }));
            }
            List<HttpAnswer> answers = new ArrayList<>();
            for (Future<HttpAnswer> answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            hands.shutdownNow();
        }
    }
}
