package coupon.verification.system.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coupon.verification.system.ForeignProducer;
import coupon.verification.system.SystemUnderTest;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.client.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What there is, who has it, and what operators do with it. */
class CouponsContractIT {
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final String NAME = "by contract";
    private static final String COUPONS = "/api/admin/coupons";

    private final CouponClient api = Instances.first();
    private final CouponClient other = Instances.second();

    @Test
    void coupons_are_listed_page_by_page() {
        long coupon = api.createCoupon(NAME, 7);
        api.get("/api/coupons/" + coupon).is(200).isCoupon("OPEN");
        await().atMost(SETTLED_MAX)
                .until(() -> other.get("/api/coupons/" + coupon).status() == 200);

        Reply page = api.get("/api/coupons?page=0&size=200").is(200);
        assertThat(page.json().path("items").size()).isBetween(1, 200);
        assertThat(api.get("/api/coupons?page=0&size=1")
                        .is(200)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        api.get("/api/coupons?size=201").isProblem(400);
        api.get("/api/coupons?page=-1").isProblem(400);
        api.get("/api/coupons/9223372036854775807").isProblem(404);
        api.get("/api/coupons/x").isProblem(400);
    }

    @Test
    void a_coupon_has_the_state_of_the_moment() {
        long coupon = api.createCoupon(NAME, "\"totalQuantity\":1,\"opensAt\":\"2100-01-01T00:00:00Z\"");
        String path = "/api/coupons/" + coupon;
        api.get(path).is(200).isCoupon("SCHEDULED");

        edit(coupon, "{\"opensAt\":null,\"paused\":true}").is(200).isCoupon("PAUSED");
        api.issue(coupon, 1).isRefusal(422, "BUSINESS_ERROR");
        edit(coupon, "{\"paused\":false}").is(200).isCoupon("OPEN");
        api.issueAndWait(coupon, 1, 20).is(201);
        await().atMost(SETTLED_MAX).untilAsserted(() -> api.get(path).isCoupon("SOLD_OUT"));
        edit(coupon, "{\"addStock\":1,\"closesAt\":\"2020-01-01T00:00:00Z\"}")
                .is(200)
                .isCoupon("CLOSED");
        api.issue(coupon, 2).isRefusal(422, "BUSINESS_ERROR");
    }

    @Test
    void a_user_has_what_was_issued_newest_first() {
        long user = System.nanoTime();
        long first = api.createCoupon(NAME, 1);
        long second = api.createCoupon(NAME, 1);
        api.issueAndWait(first, user, 20).is(201);
        api.issueAndWait(second, user, 20).is(201);

        JsonNode page = other.get("/api/users/" + user + "/coupons?page=0&size=1")
                .is(200)
                .json();

        assertThat(page.path("items").size()).isEqualTo(1);
        assertThat(page.path("items").get(0).path("couponId").asLong()).isEqualTo(second);
        assertThat(other.get("/api/users/" + user + "/coupons")
                        .is(200)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void an_edit_changes_the_version_it_names_and_never_takes_more_than_is_left() {
        long coupon = api.createCoupon(NAME, 5);
        String stale = api.get("/api/coupons/" + coupon).header("etag");
        assertThat(stale).isNotEmpty();

        Reply edited = api.asOperator(
                        "PATCH", COUPONS + "/" + coupon, "{\"name\":\"renamed\",\"addStock\":3}", "If-Match", stale)
                .is(200)
                .isCoupon("OPEN");

        assertThat(edited.text("name")).isEqualTo("renamed");
        assertThat(edited.number("totalQuantity")).isEqualTo(8);
        assertThat(edited.header("etag")).isNotEmpty().isNotEqualTo(stale);
        api.asOperator("PATCH", COUPONS + "/" + coupon, "{\"addStock\":1}", "If-Match", stale)
                .isProblem(412);
        edit(coupon, "{\"addStock\":-9}").isProblem(409);
        edit(coupon, "{\"addStock\":-8}").is(200).isCoupon("SOLD_OUT");
    }

    @Test
    void a_coupon_that_makes_no_sense_is_not_made() {
        for (String body : new String[] {"{}", "{\"name\":\"x\",\"totalQuantity\":-1}", "[]", "{", "{\"nam\":\"x\"}"}) {
            api.asOperator("POST", COUPONS, body).isProblem(400);
        }
    }

    @Test
    void operators_calls_are_for_operators() {
        for (String path : new String[] {"/api/admin/lag", "/api/admin/dead-letters", "/ops/"}) {
            assertThat(api.get(path).isProblem(401).header("www-authenticate")).contains("Basic");
        }
        api.send("POST", COUPONS, "{\"name\":\"x\",\"totalQuantity\":1}", "Content-Type", "application/json")
                .isProblem(401);
    }

    @Test
    void the_lag_is_shown_by_partition() {
        JsonNode lag = api.asOperator("GET", "/api/admin/lag", "").is(200).json();

        assertThat(lag.propertyNames()).containsExactlyInAnyOrder("group", "topic", "totalLag", "partitions");
        assertThat(lag.path("group").asString()).isEqualTo("coupon-issue-consumer-group");
        assertThat(lag.path("topic").asString()).isEqualTo("coupon-issue-events");
        assertThat(lag.path("partitions").size()).isPositive();
        assertThat(lag.path("partitions").get(0).propertyNames())
                .containsExactlyInAnyOrder("partition", "endOffset", "committedOffset", "lag", "consumerId", "host");
    }

    @Test
    void a_record_that_cannot_be_decided_is_listed_with_its_reason_and_can_be_replayed() throws Exception {
        String rubbish = "rubbish " + UUID.randomUUID();
        try (var foreign = new ForeignProducer(SystemUnderTest.shared().topics)) {
            foreign.sendRubbish(1, rubbish.getBytes(StandardCharsets.UTF_8)).get();
        }
        JsonNode letter = await().atMost(SETTLED_MAX).until(() -> letter(rubbish), Objects::nonNull);

        assertThat(letter.path("reason").asString()).isNotBlank();
        String position =
                letter.path("partition").asInt() + "-" + letter.path("offset").asLong();
        api.asOperator("POST", "/api/admin/dead-letters/" + position + "/replay", "")
                .is(202);
        await().atMost(SETTLED_MAX).until(() -> !letter.equals(letter(rubbish)));
        api.asOperator("POST", "/api/admin/dead-letters/0-999999999/replay", "").isProblem(404);
        api.asOperator("POST", "/api/admin/dead-letters/x/replay", "").isProblem(400);
    }

    @Test
    void the_api_describes_itself_and_is_watched_from_the_management_port() {
        assertThat(api.get("/v3/api-docs").is(200).text("openapi")).startsWith("3.1");
        assertThat(api.get("/swagger-ui.html").status()).isIn(200, 302);
        CouponClient management = Instances.management();
        management.get("/actuator/health/liveness").is(200);
        management.get("/actuator/health/readiness").is(200);
        assertThat(management.get("/actuator/prometheus").is(200).body()).contains("http_server_requests");
    }

    @Test
    void what_is_not_there_or_not_so_is_a_problem() {
        api.get("/nothing/here").isProblem(404);
        api.get("/api/coupons/1/issue").isProblem(405);
        api.get("/api/coupons", "Accept", "image/png").isProblem(406);
        api.asOperator("POST", COUPONS, "{\"name\":\"" + "x".repeat(100_000) + "\"}")
                .isProblem(413);
    }

    private Reply edit(long coupon, String json) {
        return api.asOperator("PATCH", COUPONS + "/" + coupon, json, "If-Match", "*");
    }

    /** The newest dead letter with this value; null if there is none. */
    private @Nullable JsonNode letter(String value) {
        return api.asOperator("GET", "/api/admin/dead-letters", "")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("value").asString("").equals(value))
                .findFirst()
                .orElse(null);
    }
}
