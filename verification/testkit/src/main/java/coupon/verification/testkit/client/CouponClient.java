package coupon.verification.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

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
 * UncheckedIOException}. Headers are names and values in turn.
 *
 * @param login of the operator: the value of {@code Authorization}
 */
public record CouponClient(URI api, String login, HttpClient http) {
    /** An import of a million codes is answered when it is done. */
    private static final Duration OPERATOR_ANSWER_MAX = Duration.ofMinutes(5);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final String COUPONS = "/api/admin/coupons";
    private static final HttpClient SHARED = newHttp();

    /** With the operator of the local stack, and connections that are shared with others of its kind. */
    public CouponClient(URI api) {
        this(api, basic("admin", "admin"), SHARED);
    }

    public static CouponClient ofPort(int port) {
        return new CouponClient(URI.create("http://127.0.0.1:" + port));
    }

    public CouponClient withLogin(String login) {
        return new CouponClient(api, login, http);
    }

    /** With connections of its own: none of them has been idle for so long that the API is about to close it. */
    public CouponClient fresh() {
        return new CouponClient(api, login, newHttp());
    }

    private static HttpClient newHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** The value of {@code Authorization}. */
    public static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Reply issue(long couponId, long userId, String... headers) {
        return send("POST", issuePath(couponId, userId), "", headers);
    }

    public Reply issueAndWait(long couponId, long userId, int seconds) {
        return issue(couponId, userId, "Prefer", "wait=" + seconds);
    }

    /** Does not block. Cancelling it closes its connection. */
    public CompletableFuture<Reply> issueAsync(long couponId, long userId, String... headers) {
        HttpRequest request =
                request(ANSWER_MAX, "POST", issuePath(couponId, userId), BodyPublishers.noBody(), headers);
        var sent = http.sendAsync(request, BodyHandlers.ofString());
        CompletableFuture<Reply> reply = sent.thenApply(Reply::new);
        reply.whenComplete((done, failure) -> sent.cancel(true));
        return reply;
    }

    /** How many requests for this coupon are accepted and not decided. */
    public long queueSize(long couponId) {
        return get("/api/coupons/" + couponId + "/queue").is(200).number("queueSize");
    }

    public long createCoupon(String name, long totalQuantity) {
        return createCoupon(name, "\"totalQuantity\":" + totalQuantity);
    }

    public long createCoupon(String name, String fields) {
        return asOperator("POST", COUPONS, "{\"name\":\"" + name + "\"," + fields + "}")
                .is(201)
                .number("couponId");
    }

    /** One code a line. */
    public Reply importCodes(long couponId, String codes) {
        String path = COUPONS + "/" + couponId + "/codes";
        String[] headers = {"Authorization", login, "Content-Type", "text/csv"};
        return reply(request(OPERATOR_ANSWER_MAX, "POST", path, BodyPublishers.ofString(codes), headers));
    }

    /** The lines of the CSV, the header among them, as they come; to be closed. */
    public Stream<String> winners(long couponId) {
        return lines(COUPONS + "/" + couponId + "/winners", "text/csv", "Authorization", login);
    }

    /** The lines of a stream of events, as they come, until it ends or is closed; returns when it has begun. */
    public Stream<String> events(String path, String... headers) {
        return lines(path, "text/event-stream", headers);
    }

    public Reply asOperator(String method, String path, String json, String... headers) {
        return send(method, path, json, with(headers, "Authorization", login, "Content-Type", "application/json"));
    }

    public Reply send(String method, String path, String body, String... headers) {
        return send(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    public Reply send(String method, String path, BodyPublisher body, String... headers) {
        return reply(request(ANSWER_MAX, method, path, body, headers));
    }

    private Stream<String> lines(String path, String type, String... headers) {
        HttpRequest request = request(ANSWER_MAX, "GET", path, BodyPublishers.noBody(), with(headers, "Accept", type));
        HttpResponse<Stream<String>> stream = blocking(request, BodyHandlers.ofLines());
        assertThat(stream.statusCode()).as(path).isEqualTo(200);
        assertThat(stream.headers().firstValue("content-type").orElse("")).startsWith(type);
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

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    private static String issuePath(long couponId, long userId) {
        return "/api/coupons/" + couponId + "/issue?userId=" + userId;
    }
}
