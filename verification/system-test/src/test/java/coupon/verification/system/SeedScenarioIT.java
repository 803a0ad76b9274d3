package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.testing.TestDatabase;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The scenario that the system it replaces was tried with, and what a client sees of each outcome. */
class SeedScenarioIT {
    /** The group may be dealing its partitions out anew, after a test that has ended a worker. */
    private static final int WAIT_SECONDS = 20;

    private final CouponClient client = SystemUnderTest.shared().client;
    private final TestDatabase database = SystemUnderTest.shared().database;

    @Test
    void one_request_and_ten_at_once_leave_eleven_rows_and_a_stock_of_89() throws Exception {
        database.execute("UPDATE coupon SET stock = 100 WHERE coupon_id = 1");
        database.execute("DELETE FROM user_coupon WHERE user_id >= 16 AND coupon_id = 1");

        client.issue(1, 16).is(202);
        List<CompletableFuture<Reply>> atOnce = LongStream.rangeClosed(17, 26)
                .mapToObj(user -> client.issueAsync(1, user))
                .toList();
        assertThat(atOnce).allSatisfy(reply -> reply.join().is(202));

        await().untilAsserted(() -> {
            assertThat(database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = 1 AND user_id >= 16"
                            + " AND status = 'ISSUED' ORDER BY user_id"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(16, 26).boxed().toList());
            assertThat(database.number("SELECT stock FROM coupon WHERE coupon_id = 1"))
                    .isEqualTo(89);
        });
    }

    @Test
    void a_waiting_caller_is_answered_the_outcome_in_one_round_trip() throws Exception {
        long couponId = client.createCoupon("one only", 1);

        client.issueAndWait(couponId, 16, WAIT_SECONDS).is(201).hasOutcome("SUCCESS");
        client.issueAndWait(couponId, 16, WAIT_SECONDS).is(409);
        client.issueAndWait(couponId, 17, WAIT_SECONDS).is(409).hasOutcome("OUT_OF_STOCK");
    }

    @Test
    void a_user_who_has_the_coupon_is_answered_that_it_is_a_duplicate() throws Exception {
        long couponId = client.createCoupon("two", 2);

        client.issueAndWait(couponId, 16, WAIT_SECONDS).is(201);
        client.issueAndWait(couponId, 16, WAIT_SECONDS).is(409).hasOutcome("DUPLICATE_REQUEST");
    }

    @Test
    void a_caller_who_does_not_wait_finds_the_outcome_at_the_location() throws Exception {
        long couponId = client.createCoupon("some", 5);

        String location = client.issue(couponId, 16).is(202).header("location");

        client.get(location).is(200);
        await().untilAsserted(() -> client.get(location).hasOutcome("SUCCESS"));
    }
}
