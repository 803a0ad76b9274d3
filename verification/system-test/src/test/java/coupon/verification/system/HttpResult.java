package coupon.verification.system;

import coupon.core.domain.CouponIssueStatus;
import coupon.verification.guarantee.Answer;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The response to a client. */
public record HttpResult(
        int status, JsonNode body, @Nullable String location, boolean preferenceApplied) {
    private static final JsonMapper JSON = new JsonMapper();

    static HttpResult of(HttpResponse<String> response) {
        String body = response.body();
        return new HttpResult(
                response.statusCode(),
                body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body),
                response.headers().firstValue("Location").orElse(null),
                response.headers().firstValue("Preference-Applied").isPresent());
    }

    @Nullable
    public String text(String field) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() ? null : value.asString();
    }

    /** As the guarantees want it. */
    public Answer toIssue(long couponId, long userId) {
        String requestId = text("requestId");
        String outcome = text("outcome");
        return Answer.ofHttp(
                status,
                preferenceApplied && status != 202,
                couponId,
                userId,
                requestId == null ? null : UUID.fromString(requestId),
                outcome == null ? null : CouponIssueStatus.valueOf(outcome));
    }
}
