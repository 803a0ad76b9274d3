package coupon.verification.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A client that knows the contract and nothing else. Calls block. */
public final class CouponClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final Duration STREAM_MAX = Duration.ofMinutes(5);

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
        return create("{\"name\":\"" + name + "\",\"totalQuantity\":" + totalQuantity + "}");
    }

    /** As the operator: a coupon whose stock is its imported codes. */
    public long createCouponWithCodes(String name) throws IOException, InterruptedException {
        return create("{\"name\":\"" + name + "\",\"codes\":true}");
    }

    /** As the operator; one code a line. */
    public HttpResult importCodes(long couponId, BodyPublisher codes) throws IOException, InterruptedException {
        return HttpResult.of(http.send(
                asOperator("/api/admin/coupons/" + couponId + "/codes")
                        .header("Content-Type", "text/csv")
                        .timeout(STREAM_MAX)
                        .POST(codes)
                        .build(),
                BodyHandlers.ofString()));
    }

    /** As the operator: the lines of the CSV, the header among them, as they come; to be closed. */
    public Stream<String> winners(long couponId) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = http.send(
                asOperator("/api/admin/coupons/" + couponId + "/winners")
                        .header("Accept", "text/csv")
                        .timeout(STREAM_MAX)
                        .build(),
                BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new AssertionError("no list of winners: " + response.statusCode());
        }
        return response.body();
    }

    private long create(String body) throws IOException, InterruptedException {
        HttpResult created = send(asOperator("/api/admin/coupons")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        if (created.status() != 201) {
            throw new AssertionError("the coupon was not created: " + created);
        }
        return created.body().get("couponId").asLong();
    }

    private HttpRequest.Builder asOperator(String path) {
        String login = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(api.resolve(path)).header("Authorization", "Basic " + login);
    }

    private HttpRequest.Builder issueRequest(long couponId, long userId) {
        return HttpRequest.newBuilder(api.resolve("/api/coupons/" + couponId + "/issue?userId=" + userId))
                .POST(BodyPublishers.noBody());
    }

    private HttpResult send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpResult.of(http.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofString()));
    }
}
