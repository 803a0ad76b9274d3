package coupon.local;

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

    private final AtomicLong users = new AtomicLong();
    private final ApiClient client;
    private String coupon = "";
    private String soldOut = "";

    TrainingLoad(ApiClient client) {
        this.client = client;
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
        var response = client.call(client.createCoupon(name, totalQuantity));
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
            case 0 -> client.send(client.issue(coupon, user).header("Prefer", "wait=5"));
            case 1 -> client.send(client.issue(soldOut, user));
            case 2 -> client.send(client.issue(coupon, user - 2)); // a second request of the same user
            case 3 -> client.send(client.issue(coupon, user)).thenCompose(accepted -> client.send(status(accepted)));
            case 4 ->
                client.send(client.issue(coupon, user))
                        .thenCompose(accepted -> client.send(status(accepted).header("Accept", "text/event-stream")));
            case 5 -> client.send(client.get("/api/coupons")).thenCompose(listed -> client.send(client.get(coupon)));
            case 6 -> client.send(client.issue(coupon, user).header("Idempotency-Key", "training-" + user));
            case 7 ->
                client.send(client.get("/api/users/" + (user - 7) + "/coupons"))
                        .thenCompose(listed -> client.send(client.get(coupon + "/queue")));
            default -> client.send(client.issue(coupon, user));
        };
    }

    private HttpRequest.Builder status(HttpResponse<String> accepted) {
        return client.get(accepted.headers().firstValue("Location").orElse(coupon));
    }
}
