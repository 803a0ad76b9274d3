package coupon.api.testing;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
        return asOperator("POST", path, json);
    }

    public Answer getAsOperator(String path) {
        return get(path, "Authorization", basic(ApiUnderTest.OPERATOR, ApiUnderTest.PASSWORD));
    }

    public Answer asOperator(String method, String path, String json, String... headers) {
        List<String> all = new ArrayList<>(List.of(
                "Content-Type",
                "application/json",
                "Authorization",
                basic(ApiUnderTest.OPERATOR, ApiUnderTest.PASSWORD)));
        all.addAll(List.of(headers));
        return send(method, path, BodyPublishers.ofString(json), all.toArray(String[]::new));
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        return new Answer(send(request(method, path, body, headers), BodyHandlers.ofString()));
    }

    /** Returns when the answer has begun. */
    HttpResponse<InputStream> open(String path, String... headers) {
        return send(request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofInputStream());
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

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        try {
            return CLIENT.send(request, body);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(request.toString(), failure);
        }
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
