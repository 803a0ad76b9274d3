package coupon.verification.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP, and the forms that it must have. */
public record Reply(HttpResponse<String> http) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    public int status() {
        return http.statusCode();
    }

    /** Empty if it is missing. */
    public String header(String name) {
        return http.headers().firstValue(name).orElse("");
    }

    public String body() {
        return http.body();
    }

    public JsonNode json() {
        return JSON.readTree(body());
    }

    /** Empty if it is missing or null. */
    public String text(String field) {
        return json().path(field).asString("");
    }

    public long number(String field) {
        return json().path(field).asLong();
    }

    public Reply is(int status) {
        assertThat(status()).as("%s: %s", http.request(), body()).isEqualTo(status);
        return this;
    }

    public Reply hasOutcome(String outcome) {
        assertThat(text("outcome")).isEqualTo(outcome);
        return this;
    }

    /** There and null. */
    public Reply isNull(String field) {
        assertThat(json().path(field).isNull()).as("%s in %s", field, body()).isTrue();
        return this;
    }

    /** A whole problem of RFC 9457, for the path that was asked for, which tells nothing about the inside. */
    public Reply isProblem(int status) {
        is(status);
        assertThat(header("content-type")).isEqualTo("application/problem+json");
        assertThat(number("status")).isEqualTo(status);
        assertThat(text("type")).isNotBlank();
        assertThat(text("title")).isNotBlank();
        assertThat(text("detail")).isNotBlank().doesNotContain("java", "Exception", "coupon.api", "coupon.core");
        assertThat(text("instance")).isEqualTo(http.uri().getRawPath());
        return this;
    }

    /** A refusal also has its outcome and its request. */
    public Reply isRefusal(int status, String outcome) {
        isProblem(status);
        hasOutcome(outcome);
        assertThat(text("requestId")).matches(UUID_V7);
        return this;
    }

    public Reply isAccepted(long coupon, long user) {
        is(202);
        assertThat(text("requestId")).isNotBlank();
        assertThat(header("location")).startsWith("/api/coupons/" + coupon + "/requests/" + text("requestId"));
        return isRequest(coupon, user);
    }

    public Reply isDecided(long coupon, long user, String outcome) {
        isRequest(coupon, user);
        assertThat(text("state")).isEqualTo("DECIDED");
        hasOutcome(outcome);
        isNull("position");
        assertThat(text("decidedAt")).matches(TIME);
        return this;
    }

    public Reply isRequest(long coupon, long user) {
        assertRequest(json(), coupon, user);
        return this;
    }

    public static void assertRequest(JsonNode request, long coupon, long user) {
        assertThat(request.propertyNames())
                .containsExactlyInAnyOrder(
                        "requestId",
                        "couponId",
                        "userId",
                        "state",
                        "position",
                        "outcome",
                        "acceptedAt",
                        "decidedAt",
                        "number",
                        "code");
        assertThat(request.path("couponId").asLong()).isEqualTo(coupon);
        assertThat(request.path("userId").asLong()).isEqualTo(user);
        assertThat(request.path("state").asString()).isIn("QUEUED", "DECIDED");
        assertThat(request.path("acceptedAt").asString()).matches(TIME);
    }

    public Reply isCoupon(String state) {
        assertThat(json().propertyNames())
                .containsExactlyInAnyOrder(
                        "couponId",
                        "name",
                        "totalQuantity",
                        "stock",
                        "issued",
                        "opensAt",
                        "closesAt",
                        "paused",
                        "state");
        assertThat(text("state")).isEqualTo(state);
        assertThat(number("stock") + number("issued")).isEqualTo(number("totalQuantity"));
        return this;
    }
}
