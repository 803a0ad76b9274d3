package coupon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.api.testing.ApiUnderTest;
import coupon.api.testing.EventStream;
import coupon.api.testing.EventStream.Event;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpsIT {
    private static ApiUnderTest api;
    private static CouponClient http;

    @BeforeAll
    static void start() {
        api = ApiUnderTest.startBesideShared("--spring.profiles.active=local");
        http = api.http();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void the_page_and_its_files_are_served_to_operators_under_a_strict_policy() {
        int bytes = 0;
        for (String file : List.of(
                "",
                "ops.css",
                "ops.js",
                "format.js",
                "charts.js",
                "stream.js",
                "actions.js",
                "uplot.js",
                "uplot.css",
                "icon.svg")) {
            Reply answer = http.asOperator("GET", "/ops/" + file, "").is(200);
            assertThat(answer.header("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            bytes += answer.body().length();
        }
        assertThat(bytes).isLessThan(90 * 1024);
        http.get("/ops/").isProblem(401);
        http.get("/ops/ops.js").isProblem(401);
        assertThat(http.asOperator("GET", "/ops", "").is(308).header("location"))
                .isEqualTo("ops/");
    }

    @Test
    void a_viewer_gets_a_snapshot_first_and_then_what_changes_each_second() {
        long coupon = api.newCoupon(7);
        try (EventStream stream = EventStream.open(http, "/ops/stream", "Authorization", http.login())) {
            await().until(() -> stream.events().stream()
                            .filter(it -> it.name().equals("sample"))
                            .count()
                    >= 2);
            Event first = stream.events().get(0);
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(first.data().path("role").asString()).isEqualTo("admin");
            JsonNode sample = first.data().path("sample");
            assertThat(sample.path("promises").path("oversold").asLong()).isZero();
            assertThat(sample.path("queue").has("partitions")).isTrue();
            await().until(() -> stream.events().stream().anyMatch(it -> shows(it, coupon, 7)));
        }
    }

    @Test
    void what_an_operator_does_is_recorded_with_who_and_when() {
        String created = http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"Recorded\",\"totalQuantity\":1}")
                .is(201)
                .text("couponId");
        await().untilAsserted(() -> assertThat(api.database()
                        .number("SELECT COUNT(*) FROM operator_action WHERE operator = '" + ApiUnderTest.OPERATOR
                                + "' AND action = 'POST /api/admin/coupons' AND status = 201"))
                .isPositive());
        http.asOperator("PATCH", "/api/admin/coupons/" + created, "{\"paused\":true}", "If-Match", "\"99\"")
                .isProblem(412);
        await().untilAsserted(() -> assertThat(api.database()
                        .number("SELECT COUNT(*) FROM operator_action WHERE action = 'PATCH /api/admin/coupons/"
                                + created + "' AND status = 412"))
                .isEqualTo(1));
    }

    @Test
    void what_was_refused_is_recorded_with_its_status() {
        http.asOperator("POST", "/api/admin/dead-letters/2-99999/replay", "{}").isProblem(404);
        await().untilAsserted(() -> assertThat(
                        api.database()
                                .number(
                                        "SELECT COUNT(*) FROM operator_action WHERE action = 'POST /api/admin/dead-letters/2-99999/replay' AND status = 404"))
                .isEqualTo(1));
    }

    @Test
    void a_viewer_sees_in_words_what_an_operator_did() {
        http.asOperator("POST", "/api/admin/coupons", "{\"name\":\"In words\",\"totalQuantity\":1}")
                .is(201);
        try (EventStream stream = EventStream.open(http, "/ops/stream", "Authorization", http.login())) {
            await().until(() -> stream.events().stream()
                    .anyMatch(it -> it.data().toString().contains("\"action\":\"created a coupon\"")));
        }
    }

    @Test
    void a_rehearsal_is_bounded_and_needs_no_more_than_its_plan() {
        http.asOperator(
                        "POST",
                        "/ops/rehearsals",
                        "{\"stock\":5,\"rate\":5000,\"users\":5,\"duplicates\":0,\"seconds\":1}")
                .isProblem(400);
        Reply started = http.asOperator(
                        "POST",
                        "/ops/rehearsals",
                        "{\"stock\":5,\"rate\":50,\"users\":20,\"duplicates\":10,\"seconds\":1}")
                .is(202);
        assertThat(http.get("/api/coupons/" + started.text("couponId")).is(200).text("name"))
                .startsWith("Rehearsal ");
    }

    private static boolean shows(Event event, long coupon, long stock) {
        for (JsonNode row : event.data().path("coupons")) {
            if (row.path("couponId").asLong() == coupon) {
                return row.path("stock").asLong() == stock;
            }
        }
        return false;
    }
}
