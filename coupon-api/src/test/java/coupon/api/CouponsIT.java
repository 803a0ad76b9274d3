package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.TestWorker;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Coupons, as clients read them and operators make them. */
class CouponsIT {
    private static final String COUPONS = "/api/admin/coupons";

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void a_coupon_that_an_operator_makes_can_be_had_at_once() {
        http.get("/api/coupons/" + (lastCoupon() + 1)).isProblem(404); // and this answer is not remembered too long

        Reply created = http.asOperator("POST", COUPONS, "{\"name\":\"커피 ☕\",\"totalQuantity\":3}")
                .is(201);

        assertThat(created.header("etag")).matches("\"0-[0-9a-f]{16}\"");
        assertThat(created.header("location")).isEqualTo("/api/coupons/" + created.text("couponId"));
        assertThat(created.text("name")).isEqualTo("커피 ☕");
        assertThat(created.text("totalQuantity")).isEqualTo("3");
        assertThat(created.text("stock")).isEqualTo("3");
        assertThat(created.text("issued")).isEqualTo("0");
        created.isNull("opensAt").isNull("closesAt");
        assertThat(created.text("paused")).isEqualTo("false");
        assertThat(created.text("state")).isEqualTo("OPEN");
        Reply read = http.get(created.header("location")).is(200);
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.header("etag")).isEqualTo(created.header("etag"));
        http.issue(created.number("couponId"), 1).is(202);
    }

    @Test
    void a_coupon_is_not_modified_only_while_all_that_is_shown_is_the_same() {
        Reply created = http.asOperator("POST", COUPONS, "{\"name\":\"seen before\",\"totalQuantity\":1}")
                .is(201);
        String path = created.header("location");
        String tag = created.header("etag");
        assertThat(http.get(path, "If-None-Match", tag).is(304).header("etag")).isEqualTo(tag);

        try (var worker = TestWorker.start(api)) {
            http.issue(created.number("couponId"), 1, "Prefer", "wait=20").is(201);
        }

        await().untilAsserted(() -> {
            Reply soldOut = http.get(path, "If-None-Match", tag).is(200);
            assertThat(soldOut.text("stock")).isEqualTo("0");
            assertThat(soldOut.text("state")).isEqualTo("SOLD_OUT");
            assertThat(soldOut.header("etag")).matches("\"0-[0-9a-f]{16}\"").isNotEqualTo(tag);
            http.get(path, "If-None-Match", soldOut.header("etag")).is(304);
        });
    }

    @Test
    void times_are_taken_with_any_offset_and_answered_in_utc_with_microseconds() {
        Reply created = http.asOperator(
                        "POST",
                        COUPONS,
                        "{\"name\":\"later\",\"totalQuantity\":1,\"opensAt\":\"2999-01-01T09:00:00.1234567+09:00\","
                                + "\"closesAt\":\"2999-01-02T00:00:00Z\"}")
                .is(201);

        assertThat(created.text("opensAt")).isEqualTo("2999-01-01T00:00:00.123456Z");
        assertThat(created.text("closesAt")).isEqualTo("2999-01-02T00:00:00.000000Z");
        assertThat(created.text("state")).isEqualTo("SCHEDULED");
        assertThat(http.get(created.header("location")).json()).isEqualTo(created.json());
        http.issue(created.number("couponId"), 1).isProblem(422);
    }

    @Test
    void a_body_that_makes_no_coupon_is_refused_field_by_field() {
        invalid("{}", "name", "totalQuantity");
        invalid("{\"name\":\" \",\"totalQuantity\":0}", "name", "totalQuantity");
        invalid("{\"name\":\"" + "x".repeat(201) + "\",\"totalQuantity\":1}", "name");
        invalid("{\"name\":\"x\",\"totalQuantity\":-1}", "totalQuantity");
        invalid("{\"name\":\"x\",\"totalQuantity\":\"1\"}", "totalQuantity");
        invalid("{\"name\":\"x\",\"totalQuantity\":1.5}", "totalQuantity");
        invalid("{\"name\":\"x\",\"totalQuantity\":1,\"stock\":5}", "stock");
        invalid("{\"name\":\"x\",\"totalQuantity\":1,\"opensAt\":\"tomorrow\"}", "opensAt");
        invalid("{\"name\":\"x\",\"totalQuantity\":1,\"opensAt\":1234567}", "opensAt");
        invalid(
                "{\"name\":\"x\",\"totalQuantity\":1,\"opensAt\":\"2026-01-02T00:00:00Z\",\"closesAt\":\"2026-01-02T00:00:00Z\"}",
                "closesAt");
        http.asOperator("POST", COUPONS, "{\"name\":\"x\",\"totalQuantity\":99999999999999999999}")
                .isProblem(400);
        http.asOperator("POST", COUPONS, "").isProblem(400);
        http.asOperator("POST", COUPONS, "{\"name\"").isProblem(400);
        http.asOperator("POST", COUPONS, "[]").isProblem(400);
        http.asOperator("POST", COUPONS, "{\"name\":\"x\",\"totalQuantity\":1} x")
                .isProblem(400);
    }

    @Test
    void only_operators_make_coupons() {
        String body = "{\"name\":\"x\",\"totalQuantity\":1}";
        Reply anonymous = http.send("POST", COUPONS, body, "Content-Type", "application/json")
                .isProblem(401);
        assertThat(anonymous.header("www-authenticate")).startsWith("Basic ");
        for (String wrong : new String[] {
            CouponClient.basic(ApiUnderTest.OPERATOR, "wrong"),
            CouponClient.basic("nobody", ApiUnderTest.PASSWORD),
            "Basic x",
            "Bearer x"
        }) {
            http.send("POST", COUPONS, body, "Content-Type", "application/json", "Authorization", wrong)
                    .isProblem(401);
        }
        http.get("/ops/").isProblem(401);
        http.get("/api/admin/anything").isProblem(401);
    }

    @Test
    void the_list_is_cut_into_pages() {
        long first = api.newCoupon(1);
        long second = api.newCoupon(2);
        await().until(() -> http.get("/api/coupons/" + second).status() == 200
                && http.get("/api/coupons?size=200").json().path("items").size() >= 2);

        JsonNode all = http.get("/api/coupons?size=200").is(200).json();
        long total = all.path("total").asLong();
        assertThat(all.path("items").size()).isEqualTo((int) total);
        assertThat(all.path("items").findValuesAsString("couponId"))
                .contains(String.valueOf(first), String.valueOf(second));
        JsonNode page = http.get("/api/coupons?page=1&size=1").is(200).json();
        assertThat(page.path("items").get(0)).isEqualTo(all.path("items").get(1));
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("size").asInt()).isEqualTo(1);
        assertThat(http.get("/api/coupons").json().path("size").asInt()).isEqualTo(20);
        assertThat(http.get("/api/coupons?page=2147483647&size=200")
                        .is(200)
                        .json()
                        .path("items"))
                .isEmpty();
        for (String bad : new String[] {
            "page=-1",
            "size=0",
            "size=201",
            "size=x",
            "page=2147483648",
            "page=1.5",
            "page=0x1",
            "page=%2B1",
            "page=1&page=2",
            "size=1&size=1",
            "page="
        }) {
            http.get("/api/coupons?" + bad).isProblem(400);
        }
    }

    @Test
    void what_an_operator_changes_in_the_database_is_seen_within_a_second() {
        long coupon = api.newCoupon(0);
        await().until(() -> http.get("/api/coupons/" + coupon).text("state").equals("SOLD_OUT"));

        api.database().execute("UPDATE coupon SET stock = 5 WHERE coupon_id = " + coupon);

        await().until(() -> http.get("/api/coupons/" + coupon).text("stock").equals("5"));
        http.issue(coupon, 1).is(202);
    }

    private static void invalid(String body, String... fields) {
        Reply refused = http.asOperator("POST", COUPONS, body).isProblem(400);
        assertThat(refused.json().path("errors").findValuesAsString("field"))
                .as(body)
                .containsExactly(fields);
    }

    private static long lastCoupon() {
        return api.database().number("SELECT COALESCE(MAX(coupon_id), 0) FROM coupon");
    }
}
