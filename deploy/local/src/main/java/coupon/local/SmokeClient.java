package coupon.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The few calls of the API that a check needs. */
final class SmokeClient {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString((StackServers.OPERATOR + ":" + StackServers.OPERATOR_PASSWORD)
                            .getBytes(StandardCharsets.UTF_8));

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI api;

    SmokeClient(URI api) {
        this.api = api;
    }

    HttpResponse<String> createCoupon(String name, int totalQuantity) {
        String body = "{\"name\":\"%s\",\"totalQuantity\":%d}".formatted(name, totalQuantity);
        return send(request("/api/admin/coupons")
                .header("Authorization", OPERATOR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Asks for a coupon and waits for the decision. */
    HttpResponse<String> issue(long couponId, long userId) {
        return send(request("/api/coupons/" + couponId + "/issue?userId=" + userId)
                .header("Prefer", "wait=5")
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> get(String location) {
        return send(request(location).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("no answer from " + api + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
