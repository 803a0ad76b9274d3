package coupon.verification.system.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP, and the forms that it must have. */
record Reply(HttpResponse<String> http) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    int status() {
        return http.statusCode();
    }

    /** Empty if it is missing. */
    String header(String name) {
        return http.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
        return JSON.readTree(http.body());
    }

    String text(String field) {
        return json().path(field).asString("");
    }

    long number(String field) {
        return json().path(field).asLong();
    }

    Reply is(int status) {
        assertThat(status()).as("%s: %s", http.request(), http.body()).isEqualTo(status);
        return this;
    }

    Reply isProblem(int status) {
        is(status);
        assertThat(header("content-type")).startsWith("application/problem+json");
        assertThat(number("status")).isEqualTo(status);
        assertThat(text("type")).isNotBlank();
        assertThat(text("title")).isNotBlank();
        assertThat(text("detail")).isNotBlank();
        assertThat(text("instance")).isEqualTo(http.uri().getRawPath());
        return this;
    }

    /** A refusal also has its outcome and its request. */
    Reply isRefusal(int status, String outcome) {
        isProblem(status);
        assertThat(text("outcome")).isEqualTo(outcome);
        assertThat(text("requestId")).matches(UUID_V7);
        return this;
    }

    Reply isAccepted(long coupon, long user) {
        is(202);
        assertThat(text("requestId")).isNotBlank();
        assertThat(header("location")).startsWith("/api/coupons/" + coupon + "/requests/" + text("requestId"));
        return isRequest(coupon, user);
    }

    Reply isDecided(long coupon, long user, String outcome) {
        isRequest(coupon, user);
        assertThat(text("state")).isEqualTo("DECIDED");
        assertThat(text("outcome")).isEqualTo(outcome);
        assertThat(json().path("position").isNull()).isTrue();
        assertThat(text("decidedAt")).matches(TIME);
        return this;
    }

    Reply isRequest(long coupon, long user) {
        assertRequest(json(), coupon, user);
        return this;
    }

    static void assertRequest(JsonNode request, long coupon, long user) {
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

    Reply isCoupon(String state) {
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
