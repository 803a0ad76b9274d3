package coupon.api;

import static coupon.api.testing.ApiUnderTest.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may act as an operator, and from where. */
class OperatorsIT {
    private static final String COUPONS = "/api/admin/coupons";
    private static final String REPLAY = "/api/admin/dead-letters/0-0/replay";
    private static final String BODY = "{\"name\":\"x\",\"totalQuantity\":1}";

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void a_password_that_looks_like_an_unknown_hash_is_a_password() {
        assertThat(ApiUnderTest.PASSWORD).startsWith("{x9}");
        http.get("/api/admin/lag", "Authorization", http.login()).is(200);
        String withoutPrefix = ApiUnderTest.PASSWORD.substring("{x9}".length());
        http.get("/api/admin/lag", "Authorization", CouponClient.basic(ApiUnderTest.OPERATOR, withoutPrefix))
                .isProblem(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 201",
        "Sec-Fetch-Site, none, 201",
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Origin, '', 403",
        "X-Other, x, 201",
    })
    void a_foreign_page_cannot_act_in_the_name_of_an_operator(String header, String value, int status) {
        Reply answer = http.asOperator("POST", COUPONS, BODY, header, value);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 403) {
            answer.isProblem(403);
            http.send("POST", REPLAY, "", "Authorization", http.login(), header, value)
                    .isProblem(403);
        }
    }

    @Test
    void a_page_of_this_server_and_a_client_that_is_no_browser_can() {
        http.asOperator("POST", COUPONS, BODY, "Origin", "http://127.0.0.1:" + api.port())
                .is(201);
        http.send("POST", REPLAY, "", "Authorization", http.login()).isProblem(404);
    }

    @Test
    void a_page_behind_a_gateway_that_replaces_the_host_can_where_the_browser_says_that_it_is_the_same_origin() {
        http.send(
                        "POST",
                        REPLAY,
                        "",
                        "Authorization",
                        http.login(),
                        "Origin",
                        "https://shop.example",
                        "Sec-Fetch-Site",
                        "same-origin")
                .isProblem(404);
    }

    @Test
    void what_a_form_sends_is_not_accepted() {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
            http.send("POST", REPLAY, "x=y", "Content-Type", type, "Authorization", http.login())
                    .isProblem(415);
        }
    }

    @Test
    void a_viewer_may_read_the_operations_page_and_nothing_else() {
        assertThat(http.get("/ops/", "Authorization", VIEWER).status()).isNotIn(401, 403);
        http.send("POST", "/ops/x", "", "Authorization", VIEWER).isProblem(403);
        http.get("/api/admin/lag", "Authorization", VIEWER).isProblem(403);
        http.send("POST", REPLAY, "", "Authorization", VIEWER).isProblem(403);
        http.get("/ops/", "Authorization", CouponClient.basic("viewer", "wrong"))
                .isProblem(401);
    }
}
