package coupon.verification.system.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import coupon.verification.system.Response;
import coupon.verification.testkit.client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("fault")
class SameRequestAtOnceIT {
    private static final int TIMES = 50;
    private static final String WAIT = "wait=25";
    private static final long IMPATIENT_USER = 900;

    @RegisterExtension
    final Scenario scenario = new Scenario("same request at once");

    @Test
    void one_of_50_gets_the_coupon_and_the_rest_are_duplicates_while_a_crowd_wants_it_too() throws Exception {
        Coupon coupon = scenario.coupon(2_000);
        CompletableFuture<List<Answer>> closedLoop =
                CompletableFuture.supplyAsync(() -> scenario.closedLoop(1_500, 2, 16, coupon));
        scenario.awaitIssued(coupon, 50);

        List<CompletableFuture<Reply>> calls = IntStream.range(0, TIMES)
                .mapToObj(call -> scenario.client.issueAsync(coupon.couponId(), IMPATIENT_USER, "Prefer", WAIT))
                .toList();
        List<Reply> impatient = calls.stream().map(CompletableFuture::join).toList();

        List<Answer> answers = new ArrayList<>(closedLoop.get());
        long answered = System.nanoTime();
        impatient.forEach(reply -> answers.add(Response.toAnswer(reply, coupon.couponId(), IMPATIENT_USER)));
        scenario.assertGuaranteesHoldFor(answers);
        scenario.reportRecovery(answered);
        assertThat(impatient.stream().collect(groupingBy(Reply::status, counting())))
                .isEqualTo(Map.of(201, 1L, 409, TIMES - 1L));
        assertThat(impatient.stream().collect(groupingBy(reply -> reply.text("outcome"), counting())))
                .isEqualTo(Map.of("SUCCESS", 1L, "DUPLICATE_REQUEST", TIMES - 1L));
    }
}
