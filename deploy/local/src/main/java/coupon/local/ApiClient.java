package coupon.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The few calls of the API that a check and a training need. */
final class ApiClient {
    private static final Duration CALL_MAX = Duration.ofSeconds(15);
    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString((StackServers.OPERATOR + ":" + StackServers.OPERATOR_PASSWORD)
                            .getBytes(StandardCharsets.UTF_8));

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI api;

    ApiClient(URI api) {
        this.api = api;
    }

    HttpRequest.Builder createCoupon(String name, int totalQuantity) {
        String body = "{\"name\":\"%s\",\"totalQuantity\":%d}".formatted(name, totalQuantity);
        return get("/api/admin/coupons")
                .header("Authorization", OPERATOR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Asks for the coupon at this location. */
    HttpRequest.Builder issue(String coupon, long userId) {
        return get(coupon + "/issue?userId=" + userId).POST(HttpRequest.BodyPublishers.noBody());
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(CALL_MAX);
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends it and waits; a {@link StackException} says that there is no response. */
    HttpResponse<String> call(HttpRequest.Builder request) {
        try {
            return send(request).join();
        } catch (CompletionException e) {
            throw new StackException("no answer from " + api + ": " + e.getCause(), e);
        }
    }
}
