package coupon.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer over HTTP, and what is asserted of it again and again. */
public record Answer(HttpResponse<String> response) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public int status() {
        return response.statusCode();
    }

    /** Empty if it is missing. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** A field as text; "null" if it is null, empty if it is missing. */
    public String field(String name) {
        JsonNode value = json().path(name);
        return value.isNull() ? "null" : value.asString("");
    }

    public Answer hasStatus(int status) {
        assertThat(status()).as(response.body()).isEqualTo(status);
        return this;
    }

    /** That it is a whole problem of RFC 9457, for the path that was asked for. */
    public Answer isProblem(int status) {
        hasStatus(status);
        assertThat(header("content-type")).isEqualTo("application/problem+json");
        assertThat(field("status")).isEqualTo(String.valueOf(status));
        assertThat(field("type")).isNotBlank();
        assertThat(field("title")).isNotBlank();
        assertThat(field("detail")).isNotBlank().doesNotContain("java", "Exception", "coupon.api", "coupon.core");
        assertThat(field("instance")).isEqualTo(response.uri().getRawPath());
        return this;
    }
}
