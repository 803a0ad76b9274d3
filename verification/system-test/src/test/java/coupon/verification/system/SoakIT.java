package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.core.domain.Coupon;
import coupon.core.testing.TestDatabase;
import coupon.local.Stack;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Guarantees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Minutes of load over three coupons while workers, servers and the API are killed, stopped and frozen in an order that
 * a seed gives: {@code -Dsoak.seed}, for {@code -Dsoak.duration} (ISO-8601).
 */
@Tag("fault-long")
class SoakIT {
    private static final Duration REST_MAX = Duration.ofMinutes(3);
    private static final int STOCK_PER_SECOND = 20;

    private final Stack stack = TestStack.shared();
    private final CouponClient client = TestStack.client();
    private final TestDatabase database = TestStack.database();
    private final Observer observer = TestStack.observer();

    @Test
    void whatever_happens_everyone_has_one_outcome_and_the_first_win() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        Duration duration = Duration.parse(System.getProperty("soak.duration", "PT1M"));
        System.out.println("soak: seed " + seed + ", " + duration);
        int stock = Math.toIntExact(duration.toSeconds() * STOCK_PER_SECOND);
        List<Coupon> coupons = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            coupons.add(database.coupon(client.createCoupon("soak " + i, stock)));
        }
        List<Long> couponIds = coupons.stream().map(Coupon::couponId).toList();
        var faults = new SoakFaults(TestStack.system(), couponIds, seed);

        List<Answer> answers;
        try (var load =
                new SoakLoad(client, couponIds, stock * 2, stack.kafka().bootstrapServers(), "coupon-issue-events")) {
            load.start(seed);
            for (Instant end = Instant.now().plus(duration); Instant.now().isBefore(end); ) {
                faults.next();
            }
            answers = load.stop();
        }

        Instant healed = Instant.now();
        observer.awaitRest(REST_MAX);
        System.out.println(
                "soak: at rest " + Duration.between(healed, Instant.now()).toMillis() + " ms after the end");
        System.out.println("soak: faults " + faults.struck());
        System.out.println("soak: answers " + byKind(answers));
        couponIds.forEach(this::report);
        Guarantees.assertHold(observer.evidence(coupons, answers));
        for (long couponId : couponIds) {
            assertThat(AuditCommand.run(stack, couponId)).isZero();
        }
    }

    private static Map<Answer.Kind, Integer> byKind(List<Answer> answers) {
        Map<Answer.Kind, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer.kind(), 1, Integer::sum));
        return counts;
    }

    private void report(long couponId) {
        System.out.println("soak: coupon " + couponId + ": decided "
                + database.number("SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + couponId)
                + ", issued " + database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + couponId));
    }
}
