package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.result.WaitingCallers;
import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Asking for a coupon, and for what became of it, without and with somebody who decides. */
class IssuingIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void an_accepted_request_is_queued_and_its_location_has_its_position() {
        long coupon = api.newCoupon(10);
        api.awaitProgress();
        long first = http.issue(coupon, 6).is(202).number("position");

        for (long position = 1; position < 4; position++) {
            Reply accepted = http.issue(coupon, 7 + position).is(202);

            assertThat(accepted.text("requestId")).matches(UUID_V7);
            assertThat(accepted.text("couponId")).isEqualTo(String.valueOf(coupon));
            assertThat(accepted.text("userId")).isEqualTo(String.valueOf(7 + position));
            assertThat(accepted.text("state")).isEqualTo("QUEUED");
            assertThat(accepted.text("position")).isEqualTo(String.valueOf(first + position));
            accepted.isNull("outcome").isNull("decidedAt");
            assertThat(accepted.text("acceptedAt")).matches(TIME).endsWith("000Z");
            assertThat(accepted.header("preference-applied")).isEmpty();

            String location = accepted.header("location");
            assertThat(location)
                    .matches("/api/coupons/" + coupon + "/requests/" + UUID_V7 + "\\?ticket=[0-9a-z-]+")
                    .contains(accepted.text("requestId"));
            assertThat(http.get(location).is(200).json()).isEqualTo(accepted.json());
            http.get(withoutTicket(location)).isProblem(404);
        }
    }

    @Test
    void another_instance_answers_the_position_too() {
        long coupon = api.newCoupon(10);
        api.awaitProgress();
        ApiUnderTest.sharedOther().awaitProgress();
        Reply accepted = http.issue(coupon, 7).is(202);

        assertThat(ApiUnderTest.sharedOther()
                        .http()
                        .get(accepted.header("location"))
                        .is(200)
                        .json())
                .isEqualTo(accepted.json());
    }

    @Test
    void a_waiting_caller_is_answered_each_kind_of_decision() {
        long coupon = api.newCoupon(1);
        long other = api.newCoupon(1);
        try (var worker = TestWorker.start(api)) {
            Reply created = http.issue(coupon, 1, "Prefer", "wait=20").is(201);
            assertThat(created.header("preference-applied")).isEqualTo("wait=20");
            assertThat(created.text("state")).isEqualTo("DECIDED");
            assertThat(created.text("outcome")).isEqualTo("SUCCESS");
            created.isNull("position");
            assertThat(created.text("decidedAt")).matches(TIME);
            assertThat(http.get(created.header("location")).is(200).json()).isEqualTo(created.json());

            api.database().execute("UPDATE coupon SET stock = 1 WHERE coupon_id = " + coupon);
            await().until(() -> http.get("/api/coupons/" + coupon).text("stock").equals("1"));
            http.issue(coupon, 1, "Prefer", "wait=20").isRefusal(409, "DUPLICATE_REQUEST");

            // A stock that is gone, and a coupon that is paused, between the early judgement and the worker's.
            api.database().execute("UPDATE coupon SET stock = 0 WHERE coupon_id = " + other);
            http.issue(other, 2, "Prefer", "wait=20").isRefusal(409, "OUT_OF_STOCK");
        }
    }

    @Test
    void a_caller_who_waits_for_a_decision_that_does_not_come_is_answered_in_time() {
        long coupon = api.newCoupon(1);

        long before = System.nanoTime();
        Reply accepted = http.issue(coupon, 1, "Prefer", "wait=1").is(202);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
        assertThat(accepted.header("preference-applied")).isEqualTo("wait=1");
        assertThat(accepted.text("state")).isEqualTo("QUEUED");
        http.get(accepted.header("location")).is(200);
    }

    @Test
    void a_result_that_was_missed_is_found_in_the_request_store_when_the_wait_ends() {
        long coupon = api.newCoupon(2);
        String before = http.issue(coupon, 2).is(202).header("location");
        try (var worker = TestWorker.startMute(api)) {
            await().until(() -> http.get(before).text("state").equals("DECIDED")); // it has joined its group

            Reply created = http.issue(coupon, 1, "Prefer", "wait=3").is(201);

            assertThat(created.text("outcome")).isEqualTo("SUCCESS");
        }
    }

    @Test
    void a_caller_who_leaves_is_forgotten() {
        long coupon = api.newCoupon(1);
        var waiting = api.bean("waitingCallers", WaitingCallers.class);
        List<Long> before = queued();
        CompletableFuture<Reply> call = http.issueAsync(coupon, 1, "Prefer", "wait=30");
        await().until(() -> waiting.count() == 1);
        await().until(() -> !queued().equals(before)); // and not later, beside another test that counts what is queued

        call.cancel(true);

        await().until(() -> waiting.count() == 0);
    }

    @Test
    void a_decided_request_is_found_with_or_without_its_ticket_and_only_under_its_coupon() {
        long coupon = api.newCoupon(1);
        String location = http.issue(coupon, 1).is(202).header("location");
        try (var worker = TestWorker.start(api)) {
            await().until(() -> http.get(location).text("state").equals("DECIDED"));
        }

        Reply decided = http.get(withoutTicket(location)).is(200);
        assertThat(decided.text("outcome")).isEqualTo("SUCCESS");
        assertThat(decided.text("acceptedAt")).matches(TIME);
        http.get(location.replace("/coupons/" + coupon + "/", "/coupons/" + (coupon + 1) + "/"))
                .isProblem(404);
    }

    @Test
    void a_position_that_the_group_has_passed_without_an_outcome_belongs_to_no_request() {
        long coupon = api.newCoupon(5);
        String location = http.issue(coupon, 1).is(202).header("location");
        String invented = location.replaceAll("requests/[^?]+", "requests/" + UUID.randomUUID());
        http.get(invented).is(200);

        try (var worker = TestWorker.start(api)) {
            await().untilAsserted(() -> http.get(invented).isProblem(404));
        }
    }

    @Test
    void what_is_refused_early_is_not_queued() {
        long soldOut = api.newCoupon(0);
        long paused = api.newCoupon(1);
        api.database().execute("UPDATE coupon SET paused = TRUE WHERE coupon_id = " + paused);
        await().until(() -> http.get("/api/coupons/" + paused).text("state").equals("PAUSED"));

        List<Long> before = queued();
        http.issue(soldOut, 1).isRefusal(409, "OUT_OF_STOCK");
        http.issue(soldOut, 1, "Prefer", "wait=5").isRefusal(409, "OUT_OF_STOCK");
        http.issue(paused, 1).isRefusal(422, "BUSINESS_ERROR");
        http.issue(Long.MAX_VALUE, 1).isRefusal(404, "VALIDATION_FAILED");

        assertThat(queued()).isEqualTo(before);
    }

    @Test
    void a_parameter_that_is_no_positive_64_bit_number_is_refused() {
        long coupon = api.newCoupon(1);
        String path = "/api/coupons/" + coupon + "/issue";
        List<Long> before = queued();
        for (String query : new String[] {
            "",
            "?userId=",
            "?userId=0",
            "?userId=-1",
            "?userId=1.0",
            "?userId=0x10",
            "?userId=%2B1",
            "?userId=a",
            "?userId=9223372036854775808",
            "?userId=99999999999999999999",
            "?userId=1&userId=2",
            "?userId=%201",
            "?userId=%EF%BC%91",
            "?userId=1%00",
            "?userId=1;DROP%20TABLE%20coupon"
        }) {
            post(path + query).isProblem(400);
        }
        for (String id : new String[] {"0", "-1", "x", "9223372036854775808"}) {
            post("/api/coupons/" + id + "/issue?userId=1").isProblem(400);
        }
        http.issue(coupon, 1, "Prefer", "wait=-1").isProblem(400);
        http.issue(coupon, 1, "Prefer", "wait").isProblem(400);

        assertThat(queued()).isEqualTo(before);
        http.issue(coupon, Long.MAX_VALUE).is(202);
    }

    @Test
    void a_malformed_request_id_or_ticket_is_refused() {
        http.get("/api/coupons/1/requests/1-1-1-1-1").isProblem(400);
        http.get("/api/coupons/1/requests/" + UUID.randomUUID() + "?ticket=x").isProblem(400);
        http.get("/api/coupons/1/requests/" + UUID.randomUUID() + "?ticket=").isProblem(400);
        http.get("/api/coupons/1/requests/" + UUID.randomUUID()).isProblem(404);
    }

    @Test
    void a_user_who_asks_too_often_is_refused_before_anything_else_and_others_are_not() {
        try (ApiUnderTest strict = ApiUnderTest.start(
                api.database(), api.topics(), "--app.rate.per-user-per-second=1", "--app.rate.burst=2")) {
            CouponClient calls = strict.http();
            long coupon = api.newCoupon(5);
            calls.issue(Long.MAX_VALUE, 3).isProblem(404);
            calls.issue(Long.MAX_VALUE, 3).isProblem(404);

            // At once, unless this machine took a second for those two: then one more passes, and is refused for its
            // header.
            Reply refused = await().until(
                            () -> calls.issue(Long.MAX_VALUE, 3, "Prefer", "wait"), reply -> reply.status() != 400)
                    .isProblem(429);

            assertThat(refused.header("retry-after")).isEqualTo("1");
            calls.issue(coupon, 4).is(202);
            await().untilAsserted(() -> calls.issue(coupon, 3).is(202));
        }
    }

    @Test
    void a_body_is_dropped_up_to_its_limit_and_refused_beyond() {
        long coupon = api.newCoupon(5);
        String path = "/api/coupons/" + coupon + "/issue?userId=";

        http.send("POST", path + 1, "userId=2").is(202);
        http.send("POST", path + 2, "x".repeat(16 * 1024)).is(202);
        List<Long> before = queued();
        http.send("POST", path + 3, "x".repeat(16 * 1024 + 1)).isProblem(413);
        http.send(
                        "POST",
                        path + 3,
                        BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(60_000)))) // in chunks
                .isProblem(413);

        assertThat(queued()).isEqualTo(before);
    }

    @Test
    void the_answer_comes_within_the_wait_while_the_database_does_not_answer() throws Exception {
        long coupon = api.newCoupon(1);
        http.issue(coupon, 7).is(202);
        try (Connection blocked = DriverManager.getConnection(
                        api.database().jdbcUrl(),
                        api.database().username(),
                        api.database().password());
                Statement lock = blocked.createStatement()) {
            lock.execute("LOCK TABLES coupon_issue_request WRITE");

            long before = System.nanoTime();
            http.issue(coupon, 1, "Prefer", "wait=2").is(202);

            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("and not when the last look into the store is given up, three seconds after it began at 1.5")
                    .isLessThan(Duration.ofMillis(4_300));
        }
    }

    private static List<Long> queued() {
        return api.topics().endOffsets(api.topics().names().couponIssue());
    }

    private static Reply post(String path) {
        return http.send("POST", path, "");
    }

    private static String withoutTicket(String location) {
        return location.substring(0, location.indexOf('?'));
    }
}
