package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Behind a gateway: under a path of its own, and called by pages of other origins. */
class GatewayIT {
    private static final String SHOP = "https://shop.example";

    private static final ApiUnderTest plain = ApiUnderTest.shared();
    private static ApiUnderTest behind;

    @BeforeAll
    static void start() {
        behind = ApiUnderTest.startBesideShared(
                "--server.forward-headers-strategy=framework", "--app.http.cors-allowed-origins=" + SHOP);
    }

    @AfterAll
    static void stop() {
        behind.close();
    }

    @Test
    void a_forwarded_prefix_is_in_locations_instances_and_servers() {
        long coupon = plain.newCoupon(5);
        Reply accepted =
                behind.http().issue(coupon, 1, "X-Forwarded-Prefix", "/promo").is(202);
        Reply made = behind.http()
                .asOperator(
                        "POST",
                        "/api/admin/coupons",
                        "{\"name\":\"x\",\"totalQuantity\":1}",
                        "X-Forwarded-Prefix",
                        "/promo");

        assertThat(accepted.header("location")).startsWith("/promo/api/coupons/" + coupon + "/requests/");
        assertThat(made.header("location")).startsWith("/promo/api/coupons/");
        for (String path : new String[] {"/api/coupons/9999", "/api/coupons/x", "/api/admin/lag", "/nothing"}) {
            assertThat(behind.http().get(path, "X-Forwarded-Prefix", "/promo").text("instance"))
                    .isEqualTo("/promo" + path);
        }
        assertThat(behind.http()
                        .issue(Long.MAX_VALUE, 1, "X-Forwarded-Prefix", "/promo")
                        .text("instance"))
                .startsWith("/promo/api/coupons/");
        assertThat(behind.http()
                        .get("/v3/api-docs", "X-Forwarded-Prefix", "/promo")
                        .json()
                        .at("/servers/0/url")
                        .asString())
                .isEqualTo("/promo");
    }

    @Test
    void a_prefix_that_leads_elsewhere_and_one_that_is_not_configured_is_ignored() {
        long coupon = plain.newCoupon(5);
        for (String evil :
                new String[] {"//evil.example", "/a/../b", "https://evil.example", "/x\"y", "/a?b", "/promo, /x"}) {
            assertThat(behind.http()
                            .issue(coupon, 2, "X-Forwarded-Prefix", evil)
                            .is(202)
                            .header("location"))
                    .startsWith("/api/coupons/");
        }
        assertThat(plain.http()
                        .issue(coupon, 3, "X-Forwarded-Prefix", "/promo")
                        .is(202)
                        .header("location"))
                .startsWith("/api/coupons/");
    }

    @Test
    void a_base_path_is_in_locations_instances_and_servers() {
        try (ApiUnderTest under = ApiUnderTest.startBesideShared("--spring.webflux.base-path=/promo")) {
            CouponClient http = under.http();
            long coupon = plain.newCoupon(5);
            Reply accepted = http.send("POST", "/promo/api/coupons/" + coupon + "/issue?userId=1", "")
                    .is(202);

            assertThat(accepted.header("location")).startsWith("/promo/api/coupons/");
            http.get(accepted.header("location")).is(200);
            http.get("/promo/api/coupons/x").isProblem(400);
            http.get("/promo/api/admin/lag").isProblem(401);
            assertThat(http.get("/promo/v3/api-docs")
                            .json()
                            .at("/servers/0/url")
                            .asString())
                    .isEqualTo("/promo");
        }
    }

    @Test
    void pages_of_named_origins_may_call_what_is_for_users() {
        long coupon = plain.newCoupon(5);
        Reply allowed = behind.http().issue(coupon, 4, "Origin", SHOP).is(202);

        assertThat(allowed.header("access-control-allow-origin")).isEqualTo(SHOP);
        assertThat(allowed.header("access-control-expose-headers")).contains("Location");
        assertThat(behind.http()
                        .issue(coupon, 4, "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        Reply preflight = behind.http()
                .send(
                        "OPTIONS",
                        "/api/coupons/" + coupon + "/issue?userId=4",
                        "",
                        "Origin",
                        SHOP,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "Idempotency-Key, Prefer");
        assertThat(preflight.is(200).header("access-control-allow-headers")).contains("Idempotency-Key");
        assertThat(behind.http()
                        .asOperator("GET", "/api/admin/lag", "", "Origin", SHOP)
                        .header("access-control-allow-origin"))
                .isEmpty();
        assertThat(plain.http().issue(coupon, 5, "Origin", SHOP).header("access-control-allow-origin"))
                .isEmpty();
    }
}
