package coupon.verification.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Calls one instance of the API, and knows the contract and nothing else. A lost connection is an {@link
 * UncheckedIOException}.
 */
public record CouponClient(URI api, HttpClient http) {
    /** An import of a million codes is answered when it is done. */
    private static final Duration OPERATOR_ANSWER_MAX = Duration.ofMinutes(5);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final String OPERATOR =
            "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
    private static final HttpClient SHARED = newHttp();

    /** With connections that are shared with others of its kind. */
    public CouponClient(URI api) {
        this(api, SHARED);
    }

    /** With connections of its own: none of them has been idle for so long that the API is about to close it. */
    public CouponClient fresh() {
        return new CouponClient(api, newHttp());
    }

    private static HttpClient newHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public static CouponClient ofPort(int port) {
        return new CouponClient(URI.create("http://127.0.0.1:" + port));
    }

    /** @param headers names and values in turn */
    public Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Reply issue(long couponId, long userId, String... headers) {
        return send("POST", issuePath(couponId, userId), "", headers);
    }

    public Reply issueAndWait(long couponId, long userId, int seconds) {
        return issue(couponId, userId, "Prefer", "wait=" + seconds);
    }

    /** Does not block. */
    public CompletableFuture<Reply> issueAsync(long couponId, long userId, String... headers) {
        HttpRequest request =
                request(ANSWER_MAX, "POST", issuePath(couponId, userId), BodyPublishers.noBody(), headers);
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(Reply::new);
    }

    /** How many requests for this coupon are accepted and not decided. */
    public long queueSize(long couponId) {
        return get("/api/coupons/" + couponId + "/queue").is(200).number("queueSize");
    }

    public long createCoupon(String name, long totalQuantity) {
        return createCoupon(name, "\"totalQuantity\":" + totalQuantity);
    }

    /** As the operator of the local stack. */
    public long createCoupon(String name, String fields) {
        return asOperator("POST", "/api/admin/coupons", "{\"name\":\"" + name + "\"," + fields + "}")
                .is(201)
                .number("couponId");
    }

    /** One code a line. */
    public Reply importCodes(long couponId, String codes) {
        String path = "/api/admin/coupons/" + couponId + "/codes";
        String[] headers = {"Authorization", OPERATOR, "Content-Type", "text/csv"};
        return reply(request(OPERATOR_ANSWER_MAX, "POST", path, BodyPublishers.ofString(codes), headers));
    }

    /** The lines of the CSV, the header among them, as they come; to be closed. */
    public Stream<String> winners(long couponId) {
        return lines("/api/admin/coupons/" + couponId + "/winners", "Authorization", OPERATOR, "Accept", "text/csv");
    }

    /** The lines of a stream of events, as they come, until it ends. */
    public Stream<String> events(String path) {
        return lines(path, "Accept", "text/event-stream");
    }

    public Reply asOperator(String method, String path, String json, String... headers) {
        Stream<String> all = Stream.concat(
                Stream.of("Authorization", OPERATOR, "Content-Type", "application/json"), Stream.of(headers));
        return send(method, path, json, all.toArray(String[]::new));
    }

    public Reply send(String method, String path, String body, String... headers) {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return reply(request(ANSWER_MAX, method, path, publisher, headers));
    }

    private Stream<String> lines(String path, String... headers) {
        HttpResponse<Stream<String>> stream =
                blocking(request(ANSWER_MAX, "GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofLines());
        if (stream.statusCode() != 200) {
            throw new AssertionError(path + ": " + stream.statusCode());
        }
        return stream.body();
    }

    private Reply reply(HttpRequest request) {
        return new Reply(blocking(request, BodyHandlers.ofString()));
    }

    private <T> HttpResponse<T> blocking(HttpRequest request, BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException lost) {
            throw new UncheckedIOException(request.toString(), lost);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    private HttpRequest request(Duration max, String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.resolve(path)).timeout(max).method(method, body);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static String issuePath(long couponId, long userId) {
        return "/api/coupons/" + couponId + "/issue?userId=" + userId;
    }
}
