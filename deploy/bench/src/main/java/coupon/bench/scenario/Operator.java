package coupon.bench.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;

/** Makes coupons and looks at queues, through the API. */
final class Operator {
    /** The value of {@code Authorization}. */
    static final String LOGIN = "Basic " + HttpHeaders.encodeBasicAuth("admin", "admin", null);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private final WebClient api;

    Operator(URI api) {
        this.api = WebClient.create(api.toString());
    }

    /** Returns its id. */
    long createCoupon(long totalQuantity) {
        return number(
                "couponId",
                api.post()
                        .uri("/api/admin/coupons")
                        .header(HttpHeaders.AUTHORIZATION, LOGIN)
                        .bodyValue(Map.of("name", "bench", "totalQuantity", totalQuantity)));
    }

    /** How many requests for the coupon are accepted and not yet acknowledged by a worker. */
    long queueSize(long couponId) {
        return number("queueSize", api.get().uri("/api/coupons/{id}/queue", couponId));
    }

    private static long number(String field, RequestHeadersSpec<?> request) {
        JsonNode answer = request.retrieve().bodyToMono(JsonNode.class).block(ANSWER_MAX);
        return Objects.requireNonNull(answer).get(field).asLong();
    }
}
