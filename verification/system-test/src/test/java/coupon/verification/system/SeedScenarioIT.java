package coupon.verification.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.core.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scenario that the system it replaces was tried with, and what a client sees of each outcome. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SeedScenarioIT {
    private final CouponClient client = TestStack.client();
    private final TestDatabase database = TestStack.database();

    @Test
    void one_request_and_ten_at_once_leave_eleven_rows_and_a_stock_of_89() throws Exception {
        database.execute("UPDATE coupon SET stock = 100 WHERE coupon_id = 1");
        database.execute("DELETE FROM user_coupon WHERE user_id >= 16 AND coupon_id = 1");

        assertThat(client.issue(1, 16).status()).isEqualTo(202);
        assertThat(atOnce(17, 26)).extracting(HttpResult::status).containsOnly(202);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(database.numbers("SELECT user_id FROM user_coupon WHERE coupon_id = 1 AND user_id >= 16"
                            + " AND status = 'ISSUED' ORDER BY user_id"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(16, 26).boxed().toList());
            assertThat(database.number("SELECT stock FROM coupon WHERE coupon_id = 1"))
                    .isEqualTo(89);
        });
    }

    @Test
    void who_waits_is_told_the_outcome_in_one_round_trip() throws Exception {
        long couponId = client.createCoupon("one only", 1);

        HttpResult issued = client.issueAndWait(couponId, 16, 5);
        assertThat(issued.status()).isEqualTo(201);
        assertThat(issued.text("outcome")).isEqualTo("SUCCESS");

        HttpResult again = client.issueAndWait(couponId, 16, 5);
        assertThat(again.status()).isEqualTo(409);

        HttpResult tooLate = client.issueAndWait(couponId, 17, 5);
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.text("outcome")).isEqualTo("OUT_OF_STOCK");
    }

    @Test
    void who_has_the_coupon_is_told_that_it_is_a_duplicate() throws Exception {
        long couponId = client.createCoupon("two", 2);

        assertThat(client.issueAndWait(couponId, 16, 5).status()).isEqualTo(201);
        HttpResult again = client.issueAndWait(couponId, 16, 5);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("outcome")).isEqualTo("DUPLICATE_REQUEST");
    }

    @Test
    void who_does_not_wait_finds_the_outcome_at_the_location() throws Exception {
        long couponId = client.createCoupon("some", 5);

        HttpResult accepted = client.issue(couponId, 16);

        assertThat(accepted.status()).isEqualTo(202);
        String location = Objects.requireNonNull(accepted.location());
        assertThat(client.get(location).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(client.get(location).text("outcome")).isEqualTo("SUCCESS"));
    }

    private List<HttpResult> atOnce(long firstUser, long lastUser) throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<HttpResult>> asked = new ArrayList<>();
            for (long user = firstUser; user <= lastUser; user++) {
                long userId = user;
                asked.add(clients.submit(() -> client.issue(1, userId)));
            }
            List<HttpResult> answers = new ArrayList<>();
            for (Future<HttpResult> answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }
}
