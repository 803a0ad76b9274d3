package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.core.testing.TestDatabase;
import coupon.local.server.ServerProcess;
import coupon.verification.guarantee.Answer;
import coupon.verification.guarantee.Guarantees;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3 000 users ask twice each for 700 coupons, 48 at a time, while things go wrong. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HotSaleIT {
    private static final int STOCK = 700;
    private static final Duration REST_MAX = Duration.ofMinutes(2);
    private static final Duration OUTAGE = Duration.ofSeconds(20); // the fault itself, not a wait for something

    private final CouponClient client = TestStack.client();
    private final TestDatabase database = TestStack.database();
    private final Observer observer = TestStack.observer();
    private final long deadLettersBefore = observer.deadLetters();

    @Test
    void the_first_700_get_it_and_everyone_has_one_outcome() throws Exception {
        Coupon coupon = aCoupon();

        assertSoldToTheFirst(coupon, load().run(List.of(coupon.couponId())));
    }

    @Test
    void a_worker_killed_in_the_middle_changes_nothing() throws Exception {
        Coupon coupon = aCoupon();
        ServerProcess victim = ownerOf(coupon);

        CompletableFuture<Void> fault = whenIssued(coupon, 1, victim::kill);
        try {
            List<Answer> answers = load().run(List.of(coupon.couponId()));
            fault.get();
            assertSoldToTheFirst(coupon, answers);
        } finally {
            if (!victim.isAlive()) { // a fault that failed says why itself
                victim.start();
            }
        }
    }

    @Test
    @Tag("fault-long")
    void a_database_that_is_away_for_20_seconds_changes_nothing() throws Exception {
        Coupon coupon = aCoupon();

        CompletableFuture<Void> fault = whenIssued(coupon, 1, this::databaseIsAway);
        List<Answer> answers = load().run(List.of(coupon.couponId()));
        fault.get();
        assertSoldToTheFirst(coupon, answers);
    }

    private void databaseIsAway() {
        TestStack.shared().database().stop();
        try {
            await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
        } finally {
            TestStack.shared().database().start();
        }
    }

    private Coupon aCoupon() throws Exception {
        return database.coupon(client.createCoupon("hot", STOCK));
    }

    private UserLoad load() {
        return new UserLoad(client, 3_000, 2, 48, 0, System.nanoTime());
    }

    /** The worker that decides on this coupon now. */
    private ServerProcess ownerOf(Coupon coupon) {
        String owner = observer.ownerOfPartition(coupon.couponId());
        return TestStack.shared().workers().stream()
                .filter(worker -> owner.startsWith(worker.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no worker is called " + owner));
    }

    /** Once so many coupons are issued; fails if all are by then, since the fault would prove nothing. */
    private CompletableFuture<Void> whenIssued(Coupon coupon, int count, Runnable fault) {
        return CompletableFuture.runAsync(() -> {
            await().pollInterval(Duration.ofMillis(5)).until(() -> issued(coupon) >= count);
            assertThat(issued(coupon)).isLessThan(STOCK);
            fault.run();
        });
    }

    private long issued(Coupon coupon) {
        return database.number("SELECT total_quantity - stock FROM coupon WHERE coupon_id = " + coupon.couponId());
    }

    private void assertSoldToTheFirst(Coupon coupon, List<Answer> answers) {
        observer.awaitRest(REST_MAX);

        Guarantees.assertHold(observer.evidence(List.of(coupon), answers));
        assertThat(database.number("SELECT COUNT(*) FROM user_coupon WHERE coupon_id = " + coupon.couponId()))
                .isEqualTo(STOCK);
        assertThat(database.coupon(coupon.couponId()).stock()).isZero();
        assertThat(observer.deadLetters()).isEqualTo(deadLettersBefore);
    }
}
