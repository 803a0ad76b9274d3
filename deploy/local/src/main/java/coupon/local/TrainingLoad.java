package coupon.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Closed-loop load with the calls of a sale: accepted, waiting, repeated, sold out, status, stream, lists. */
final class TrainingLoad {
    private static final int CONNECTIONS = 16;
    private static final int STOCK = 100_000_000;
    private static final Duration CALL_MAX = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong users = new AtomicLong();
    private final URI api;
    private String coupon = "";
    private String soldOut = "";

    TrainingLoad(URI api) {
        this.api = api;
    }

    void run(Duration duration) {
        coupon = created("Training", STOCK);
        soldOut = created("Sold out", 1);
        long end = System.nanoTime() + duration.toNanos();
        IntStream.range(0, CONNECTIONS)
                .mapToObj(connection -> loop(end))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private String created(String name, int totalQuantity) {
        var response = new SmokeClient(api).createCoupon(name, totalQuantity);
        return response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new StackException("no coupon was created: " + response.body()));
    }

    private CompletableFuture<Void> loop(long end) {
        return System.nanoTime() > end
                ? CompletableFuture.completedFuture(null)
                : step(users.incrementAndGet())
                        .handle((response, failure) -> end)
                        .thenComposeAsync(this::loop);
    }

    private CompletableFuture<?> step(long user) {
        return switch ((int) (user % 16)) {
            case 0 -> send(issue(coupon, user).header("Prefer", "wait=5"));
            case 1 -> send(issue(soldOut, user));
            case 2 -> send(issue(coupon, user - 2)); // a second request of the same user
            case 3 -> send(issue(coupon, user)).thenCompose(accepted -> send(status(accepted)));
            case 4 ->
                send(issue(coupon, user))
                        .thenCompose(accepted -> send(status(accepted).header("Accept", "text/event-stream")));
            case 5 -> send(get("/api/coupons")).thenCompose(listed -> send(get(coupon)));
            case 6 -> send(issue(coupon, user).header("Idempotency-Key", "training-" + user));
            case 7 ->
                send(get("/api/users/" + (user - 7) + "/coupons")).thenCompose(listed -> send(get(coupon + "/queue")));
            default -> send(issue(coupon, user));
        };
    }

    private HttpRequest.Builder issue(String location, long user) {
        return request(location + "/issue?userId=" + user).POST(HttpRequest.BodyPublishers.noBody());
    }

    private HttpRequest.Builder status(HttpResponse<String> accepted) {
        return get(accepted.headers().firstValue("Location").orElse(coupon));
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(CALL_MAX);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
