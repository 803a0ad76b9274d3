package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.api.testing.ApiUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a call, the answer is a problem of RFC 9457. */
class ProblemsIT {
    private static final String COUPONS = "/api/admin/coupons";

    private static final ApiUnderTest api = ApiUnderTest.shared();
    private static final CouponClient http = api.http();

    @Test
    void nothing_there() {
        for (String path : new String[] {"/", "/api", "/api/coupons/1/issue/x", "/index.html", "/swagger-ui.html"}) {
            http.get(path).isProblem(404);
        }
    }

    @Test
    void tricks_with_the_path() {
        for (String path :
                new String[] {"/api/%2e%2e/ops/", "/api/coupons;x=1/1", "/api//coupons", "/api/coupons/1%2F"}) {
            http.get(path).isProblem(400);
        }
    }

    @Test
    void wrong_method() {
        Reply refused = http.get("/api/coupons/1/issue").isProblem(405);

        assertThat(refused.header("allow")).isEqualTo("POST");
    }

    @Test
    void nothing_that_the_client_would_accept() {
        http.get("/api/coupons", "Accept", "text/html").isProblem(406);
    }

    @Test
    void a_body_of_another_type() {
        http.send("POST", COUPONS, "x", "Content-Type", "text/plain", "Authorization", http.login())
                .isProblem(415);
    }

    @Test
    void a_body_that_is_too_large() {
        http.asOperator("POST", COUPONS, "{\"name\":\"" + "x".repeat(100_000) + "\"}")
                .isProblem(413);
    }

    @Test
    void a_fault_here_tells_nothing_about_the_inside() {
        api.database().execute("RENAME TABLE coupon_issue_request TO hidden");
        try {
            Reply fault = http.get("/api/coupons/1/requests/00000000-0000-7000-8000-000000000000")
                    .isProblem(500);
            assertThat(fault.body()).doesNotContain("hidden", "coupon_issue_request", "SELECT", "trace");
        } finally {
            api.database().execute("RENAME TABLE hidden TO coupon_issue_request");
        }
    }

    @Test
    void every_answer_has_the_headers_that_protect_it() {
        for (Reply answer : new Reply[] {http.get("/api/coupons"), http.get("/x"), http.get("/ops/")}) {
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
            assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
            assertThat(answer.header("set-cookie")).isEmpty();
        }
    }
}
