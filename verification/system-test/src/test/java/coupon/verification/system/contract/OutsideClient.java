package coupon.verification.system.contract;

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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Calls one instance of the API. */
record OutsideClient(URI api) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);

    static OutsideClient ofPort(int port) {
        return new OutsideClient(URI.create("http://127.0.0.1:" + port));
    }

    Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Reply issue(long coupon, long user, String... headers) {
        return send("POST", issuePath(coupon, user), "", headers);
    }

    CompletableFuture<Reply> issueAsync(long coupon, long user, String... headers) {
        HttpRequest request = request("POST", issuePath(coupon, user), "", headers);
        return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Reply::new);
    }

    Reply issueAndWait(long coupon, long user, int seconds) {
        return issue(coupon, user, "Prefer", "wait=" + seconds);
    }

    Reply asOperator(String method, String path, String json, String... headers) {
        String login = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        return send(
                method,
                path,
                json,
                Stream.concat(
                                Stream.of("Authorization", "Basic " + login, "Content-Type", "application/json"),
                                Stream.of(headers))
                        .toArray(String[]::new));
    }

    long newCoupon(String fields) {
        String json = "{\"name\":\"by contract\"," + fields + "}";
        return asOperator("POST", "/api/admin/coupons", json).is(201).number("couponId");
    }

    /** The lines of a stream of events, as they come, until it ends. */
    Stream<String> events(String path) {
        HttpRequest request = request("GET", path, "", "Accept", "text/event-stream");
        try {
            HttpResponse<Stream<String>> stream = HTTP.send(request, BodyHandlers.ofLines());
            if (stream.statusCode() != 200) {
                throw new AssertionError(path + ": " + stream.statusCode());
            }
            return stream.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply send(String method, String path, String body, String... headers) {
        try {
            return new Reply(HTTP.send(request(method, path, body, headers), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.resolve(path)).timeout(ANSWER_MAX).method(method, publisher(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static HttpRequest.BodyPublisher publisher(String body) {
        return body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    }

    private static String issuePath(long coupon, long user) {
        return "/api/coupons/" + coupon + "/issue?userId=" + user;
    }
}
