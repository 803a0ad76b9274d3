package coupon.api.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Calls of one instance, as a client makes them. */
public record Calls(int port) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);

    public Answer issue(long coupon, long user, String... headers) {
        return send("POST", "/api/coupons/" + coupon + "/issue?userId=" + user, BodyPublishers.noBody(), headers);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer postAsOperator(String path, String json) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(json),
                "Content-Type",
                "application/json",
                "Authorization",
                basic(ApiUnderTest.OPERATOR, ApiUnderTest.PASSWORD));
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        try {
            return new Answer(CLIENT.send(request(method, path, body, headers), BodyHandlers.ofString()));
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        }
    }

    /** Cancelling it closes its connection. */
    public CompletableFuture<Answer> sendAsync(String method, String path, String... headers) {
        var sent = CLIENT.sendAsync(request(method, path, BodyPublishers.noBody(), headers), BodyHandlers.ofString());
        CompletableFuture<Answer> answer = sent.thenApply(Answer::new);
        answer.whenComplete((done, failure) -> sent.cancel(true));
        return answer;
    }

    public static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER_MAX)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
