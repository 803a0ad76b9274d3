package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.EventStream;
import coupon.api.testing.TestWorker;
import coupon.api.testing.Tokens;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users known by their tokens. */
class TokensIT {
    private static final String AUTHORIZATION = "Authorization";
    private static final String LAG = "/api/admin/lag";
    private static final String SSE = "text/event-stream";

    /** Longer than any coupon's id, so that no path of a response contains it by chance. */
    private static final long USER = 7_000_000_007L;

    @TempDir
    private static Path directory;

    private static Tokens tokens;
    private static ApiUnderTest api;
    private static CouponClient http;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        tokens = new Tokens();
        api = ApiUnderTest.startBesideShared(
                "--app.security.users=jwt",
                "--spring.security.oauth2.resourceserver.jwt.public-key-location="
                        + tokens.publicKeyLocation(directory));
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void the_user_is_the_subject_of_the_token_and_no_other() throws JOSEException {
        long coupon = api.newCoupon(5);
        try (var worker = TestWorker.start(api)) {
            Reply created = issue(coupon, "", as(USER), "Prefer", "wait=20").is(201);
            assertThat(created.text("userId")).isEqualTo(String.valueOf(USER));
        }
        issue(coupon, "?userId=" + USER, as(USER)).is(202);
        Reply refused = issue(coupon, "?userId=8", as(USER)).isProblem(403);
        assertThat(refused.body()).doesNotContain(String.valueOf(USER));
        for (String noUser : new String[] {"alice", "0", "-1", "7 ", ""}) {
            issue(coupon, "", tokens.of(noUser, "")).isProblem(403);
        }
        issue(coupon, "?userId=x", as(USER)).isProblem(400);
    }

    @Test
    void a_token_that_is_missing_or_does_not_count_opens_nothing() throws JOSEException {
        long coupon = api.newCoupon(5);
        List<Long> before = api.topics().endOffsets(api.topics().names().couponIssue());
        for (String bad : List.of(
                "",
                "Bearer",
                "Bearer x",
                "Bearer a.b.c",
                tokens.expired("7"),
                tokens.unsigned("7"),
                tokens.confused("7"),
                new Tokens().of("7", "coupon:admin"),
                as(7) + "x",
                CouponClient.basic("7", "7"))) {
            String[] header = bad.isEmpty() ? new String[0] : new String[] {AUTHORIZATION, bad};
            Reply refused = http.send("POST", "/api/coupons/" + coupon + "/issue?userId=7", "", header)
                    .isProblem(401);
            assertThat(refused.header("www-authenticate")).startsWith("Bearer ");
            http.get("/api/users/7/coupons", header).isProblem(401);
            http.get("/api/coupons/" + coupon + "/requests/00000000-0000-7000-8000-000000000000", header)
                    .isProblem(401);
            http.get(LAG, header).isProblem(401);
        }
        assertThat(api.topics().endOffsets(api.topics().names().couponIssue())).isEqualTo(before);
    }

    @Test
    void other_users_requests_and_coupons_are_not_shown() throws JOSEException {
        long coupon = api.newCoupon(5);
        String location = issue(coupon, "", as(7)).is(202).header("location");
        http.get(location, AUTHORIZATION, as(7)).is(200);
        http.get(location, AUTHORIZATION, as(8)).isProblem(404);
        http.get(location, AUTHORIZATION, as(8), "Accept", SSE).isProblem(404);
        try (var stream = EventStream.open(http, location, AUTHORIZATION, as(7));
                var spy =
                        EventStream.open(http, location.replaceAll("-7-([0-9a-z]+)$", "-8-$1"), AUTHORIZATION, as(8))) {
            try (var worker = TestWorker.start(api)) {
                assertThat(stream.allEvents()).last().matches(event -> "decided".equals(event.name()));
                assertThat(spy.allEvents()).allMatch(event -> "queued".equals(event.name()));
            }
        }
        http.get(location, AUTHORIZATION, as(7)).is(200);
        http.get(location, AUTHORIZATION, as(8)).isProblem(404);
        assertThat(http.get("/api/users/7/coupons", AUTHORIZATION, as(7))
                        .is(200)
                        .text("total"))
                .isNotEqualTo("0");
        http.get("/api/users/7/coupons", AUTHORIZATION, as(8)).isProblem(403);
    }

    @Test
    void operators_are_known_by_the_scope_of_their_token_or_by_password() throws JOSEException {
        http.get(LAG, AUTHORIZATION, tokens.of("olga", "openid coupon:admin")).is(200);
        http.asOperator("GET", LAG, "").is(200);
        http.get(LAG, AUTHORIZATION, tokens.of("7", "coupon:read coupon:administrator"))
                .isProblem(403);
        http.get(LAG, AUTHORIZATION, as(7)).isProblem(403);
        http.get("/api/coupons", AUTHORIZATION, http.login()).isProblem(401);
        Reply made = http.send(
                        "POST",
                        "/api/admin/coupons",
                        "{\"name\":\"x\",\"totalQuantity\":1}",
                        "Content-Type",
                        "application/json",
                        AUTHORIZATION,
                        tokens.of("o".repeat(300), "coupon:admin"))
                .is(201);
        await().untilAsserted(() ->
                http.get(made.header("location"), AUTHORIZATION, as(7)).is(200));
    }

    @Test
    void without_knowing_whose_tokens_count_it_does_not_start() {
        assertThatThrownBy(() -> ApiUnderTest.startBesideShared("--app.security.users=jwt")
                        .close())
                .rootCause()
                .hasMessageContaining("spring.security.oauth2.resourceserver.jwt");
    }

    private static Reply issue(long coupon, String query, String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = AUTHORIZATION;
        all[1] = token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return http.send("POST", "/api/coupons/" + coupon + "/issue" + query, "", all);
    }

    private static String as(long user) throws JOSEException {
        return tokens.of(String.valueOf(user), "");
    }
}
