package coupon.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes coupons and looks at queues, through the API. */
final class Operator {
    /** The value of {@code Authorization}. */
    static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();
    private final URI api;

    Operator(URI api) {
        this.api = api;
    }

    /** Returns its id. */
    long createCoupon(String name, long totalQuantity) {
        String body = json.writeValueAsString(Map.of("name", name, "totalQuantity", totalQuantity));
        return send(request("/api/admin/coupons")
                        .header("Authorization", LOGIN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .get("couponId")
                .asLong();
    }

    /** How many requests for the coupon are accepted and not yet acknowledged by a worker. */
    long queueSize(long couponId) {
        return send(request("/api/coupons/" + couponId + "/queue"))
                .get("queueSize")
                .asLong();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(answer.request() + ": " + answer.statusCode() + " " + answer.body());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
