package coupon.verification.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** A client that knows the contract and nothing else. Calls block. */
public final class CouponClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI api;

    public CouponClient(URI api) {
        this.api = api;
    }

    public HttpResult issue(long couponId, long userId) throws IOException, InterruptedException {
        return send(issueRequest(couponId, userId));
    }

    /** Does not block. */
    public CompletableFuture<HttpResult> issueAsync(long couponId, long userId) {
        HttpRequest request = issueRequest(couponId, userId).timeout(ANSWER_MAX).build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResult::of);
    }

    public HttpResult issueAndWait(long couponId, long userId, int seconds) throws IOException, InterruptedException {
        return send(issueRequest(couponId, userId).header("Prefer", "wait=" + seconds));
    }

    public HttpResult get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(api.resolve(path)).GET());
    }

    /** As the operator of the local stack. */
    public long createCoupon(String name, long totalQuantity) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        HttpResult created = send(HttpRequest.newBuilder(api.resolve("/api/admin/coupons"))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"totalQuantity\":" + totalQuantity + "}")));
        if (created.status() != 201) {
            throw new AssertionError("the coupon was not created: " + created);
        }
        return created.body().get("couponId").asLong();
    }

    private HttpRequest.Builder issueRequest(long couponId, long userId) {
        return HttpRequest.newBuilder(api.resolve("/api/coupons/" + couponId + "/issue?userId=" + userId))
                .POST(BodyPublishers.noBody());
    }

    private HttpResult send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpResult.of(http.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofString()));
    }
}
