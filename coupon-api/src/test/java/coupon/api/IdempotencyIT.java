package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Asking again with the same key: the same request, the same outcome. */
class IdempotencyIT {
    private static final String KEY = "Idempotency-Key";
    private static final String[] WAIT = {KEY, "order-1", "Prefer", "wait=20"};

    /** Whom no other test asks for: fifty at once are all that a user has. */
    private static final long USER_OF_ITS_OWN = 5_050;

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void it_is_the_same_request_before_and_after_its_decision_and_through_every_instance() {
        long coupon = api.newCoupon(5);
        String id = http.issue(coupon, 1, KEY, "order-1").is(202).text("requestId");

        try (var worker = TestWorker.start(api)) {
            Reply first =
                    ApiUnderTest.sharedOther().http().issue(coupon, 1, WAIT).is(201);
            assertThat(first.text("requestId")).isEqualTo(id);
            assertThat(first.text("outcome")).isEqualTo("SUCCESS");

            assertThat(http.issue(coupon, 1, WAIT).is(201).json()).isEqualTo(first.json());
            Reply unwaited = http.issue(coupon, 1, KEY, "order-1").is(202);
            assertThat(unwaited.text("requestId")).isEqualTo(id);
            assertThat(http.get(unwaited.header("location")).json()).isEqualTo(first.json());
        }
        assertThat(api.database().results(coupon)).hasSize(1);
    }

    @Test
    void fifty_at_once_are_one_request_with_one_outcome() {
        long coupon = api.newCoupon(50);
        try (var worker = TestWorker.start(api)) {
            List<CompletableFuture<Reply>> calls = IntStream.range(0, 50)
                    .mapToObj(i -> http.issueAsync(coupon, USER_OF_ITS_OWN, WAIT))
                    .toList();
            List<Reply> answers = calls.stream().map(CompletableFuture::join).toList();

            assertThat(answers).allMatch(answer -> answer.status() == 201);
            assertThat(answers.stream().map(Reply::json).distinct()).hasSize(1);
        }
        assertThat(api.database().results(coupon)).hasSize(1);
        assertThat(api.database().coupon(coupon).stock()).isEqualTo(49);
    }

    @Test
    void a_coupon_that_is_sold_out_or_closed_meanwhile_does_not_take_back_what_was_given() {
        long coupon = api.newCoupon(1);
        Reply given;
        try (var worker = TestWorker.start(api)) {
            given = http.issue(coupon, 1, WAIT).is(201);
        }
        await().until(() -> http.get("/api/coupons/" + coupon).text("state").equals("SOLD_OUT"));
        for (String state : new String[] {"SOLD_OUT", "PAUSED"}) {
            assertThat(http.issue(coupon, 1, WAIT).is(201).json()).isEqualTo(given.json());
            Reply unwaited = http.issue(coupon, 1, KEY, "order-1").is(202);
            assertThat(unwaited.json()).isEqualTo(given.json());
            assertThat(http.get(unwaited.header("location")).json()).isEqualTo(given.json());
            http.issue(coupon, 1).isProblem(state.equals("PAUSED") ? 422 : 409);

            api.database().execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = " + coupon);
            await().until(() -> http.get("/api/coupons/" + coupon).text("state").equals("PAUSED"));
        }
    }

    @Test
    void a_queued_request_is_not_refused_when_its_coupon_is_sold_out_or_closed_meanwhile() {
        for (String change : new String[] {"stock = 0", "paused = TRUE"}) {
            long coupon = api.newCoupon(1);
            Reply first = http.issue(coupon, 1, KEY, "order-1").is(202);
            api.database().execute("UPDATE coupon SET " + change + " WHERE coupon_id = " + coupon);
            await().until(() ->
                    !http.get("/api/coupons/" + coupon).text("state").equals("OPEN"));

            http.issue(coupon, 1).isProblem(change.startsWith("stock") ? 409 : 422);
            Reply again = http.issue(coupon, 1, KEY, "order-1").is(202);
            assertThat(again.text("requestId")).isEqualTo(first.text("requestId"));
            api.database()
                    .execute("UPDATE coupon SET stock = 1, paused = FALSE, total_quantity = 1 WHERE coupon_id = "
                            + coupon);
            try (var worker = TestWorker.start(api)) {
                Reply answered = http.issue(coupon, 1, WAIT).is(201);
                assertThat(answered.text("requestId")).isEqualTo(first.text("requestId"));
            }
            assertThat(api.database().results(coupon)).hasSize(1);
        }
    }

    @Test
    void a_refusal_with_a_key_is_for_good() {
        long coupon = api.newCoupon(0);
        try (var worker = TestWorker.start(api)) {
            Reply refused = http.issue(coupon, 1, WAIT).isProblem(409);
            api.database().execute("UPDATE coupon SET stock = 1, total_quantity = 1 WHERE coupon_id = " + coupon);
            await().until(() -> http.get("/api/coupons/" + coupon).text("state").equals("OPEN"));

            assertThat(http.issue(coupon, 1, WAIT).isProblem(409).json()).isEqualTo(refused.json());
            http.issue(coupon, 1, KEY, "order-2", "Prefer", "wait=20").is(201);
        }
    }

    @Test
    void a_refusal_is_repeated_like_a_success() {
        long coupon = api.newCoupon(5);
        try (var worker = TestWorker.start(api)) {
            http.issue(coupon, 1, "Prefer", "wait=20").is(201);
            Reply refused = http.issue(coupon, 1, WAIT).isProblem(409);
            assertThat(refused.text("outcome")).isEqualTo("DUPLICATE_REQUEST");
            api.database().execute("DELETE FROM user_coupon WHERE coupon_id = " + coupon);

            assertThat(http.issue(coupon, 1, WAIT).isProblem(409).json()).isEqualTo(refused.json());
        }
    }

    @Test
    void a_key_that_was_never_seen_costs_what_no_key_costs() {
        long soldOut = api.newCoupon(0);
        long paused = api.newCoupon(1);
        api.database().execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = " + paused);
        await().until(() -> http.get("/api/coupons/" + paused).text("state").equals("PAUSED"));
        List<Long> before = api.topics().endOffsets(api.topics().names().couponIssue());

        for (int user = 1; user <= 50; user++) {
            Reply refused = http.issue(soldOut, user, KEY, "key-" + user).isProblem(409);
            assertThat(refused.text("outcome")).isEqualTo("OUT_OF_STOCK");
            http.issue(paused, user, KEY, "key-" + user, "Prefer", "wait=5").isProblem(422);
        }

        assertThat(api.topics().endOffsets(api.topics().names().couponIssue())).isEqualTo(before);
    }

    @Test
    void a_key_that_is_none_is_refused() {
        long coupon = api.newCoupon(1);
        List<Long> before = api.topics().endOffsets(api.topics().names().couponIssue());

        http.issue(coupon, 1, KEY, "a b").isProblem(400);
        http.issue(coupon, 1, KEY, "").isProblem(400);
        http.issue(coupon, 1, KEY, "x".repeat(256)).isProblem(400);
        http.issue(coupon, 1, KEY, "a", KEY, "b").isProblem(400);

        assertThat(api.topics().endOffsets(api.topics().names().couponIssue())).isEqualTo(before);
        http.issue(coupon, 1, KEY, "x".repeat(255)).is(202);
    }
}
