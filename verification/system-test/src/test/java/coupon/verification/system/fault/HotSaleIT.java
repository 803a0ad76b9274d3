package coupon.verification.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.verification.guarantee.Answer;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 3 000 users ask twice each for 700 coupons, 48 at a time, while things go wrong. */
class HotSaleIT {
    private static final int STOCK = 700;
    private static final Duration OUTAGE = Duration.ofSeconds(20); // the fault itself, not a wait for something

    @RegisterExtension
    final Scenario scenario = new Scenario("hot");

    private final Coupon coupon = scenario.coupon(STOCK);

    @Test
    void the_first_700_get_it_and_everyone_has_one_outcome() {
        assertSoldToTheFirst(everyoneAsks());
    }

    @Test
    void a_worker_killed_in_the_middle_changes_nothing() throws Exception {
        scenario.awaitSuccess(coupon);
        CompletableFuture<List<Answer>> answers;
        try (Connection operator = scenario.database.lockCoupon(coupon.couponId())) {
            answers = CompletableFuture.supplyAsync(this::everyoneAsks);
            scenario.awaitWaitingForLockOf(coupon);
            scenario.system.ownerOf(coupon).kill();
            operator.rollback();
        }
        assertSoldToTheFirst(answers.get());
    }

    @Test
    @Tag("fault-long")
    void a_database_that_is_away_for_20_seconds_changes_nothing() throws Exception {
        scenario.awaitSuccess(coupon);
        CompletableFuture<List<Answer>> answers = CompletableFuture.supplyAsync(this::everyoneAsks);
        databaseIsAway();
        assertSoldToTheFirst(answers.get());
    }

    private void databaseIsAway() {
        assertThat(scenario.issued(coupon))
                .as("else the fault would prove nothing")
                .isLessThan(STOCK);
        scenario.stack.database().stop();
        await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
        scenario.stack.database().start();
    }

    private List<Answer> everyoneAsks() {
        return scenario.closedLoop(3_000, 2, 48, coupon);
    }

    private void assertSoldToTheFirst(List<Answer> answers) {
        scenario.assertGuaranteesHoldFor(answers);
        assertThat(scenario.database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + coupon.couponId()))
                .isEqualTo(STOCK);
        assertThat(scenario.database.coupon(coupon.couponId()).stock()).isZero();
    }
}
