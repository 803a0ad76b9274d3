package coupon.system;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client was told. */
record Answer(int status, JsonNode body, @Nullable String location) {
    private static final JsonMapper JSON = new JsonMapper();

    static Answer of(HttpResponse<String> response) {
        String body = response.body();
        return new Answer(
                response.statusCode(),
                body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body),
                response.headers().firstValue("Location").orElse(null));
    }

    @Nullable String text(String field) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() ? null : value.asString();
    }
}
