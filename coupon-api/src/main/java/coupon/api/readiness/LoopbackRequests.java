package coupon.api.readiness;

import coupon.api.result.RequestTicket;
import coupon.core.domain.QueuePosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests of this instance to itself, through the whole stack, for a coupon that does not exist. */
public final class LoopbackRequests {
    private static final Logger log = LoggerFactory.getLogger(LoopbackRequests.class);
    private static final int ROUNDS = 100;
    private static final int REQUESTS_AT_ONCE = 8;
    private static final Duration WARMING_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final String NO_COUPON = "/api/coupons/" + Long.MAX_VALUE;

    /** With a position at the far end of a partition. */
    private static final String NO_REQUEST = NO_COUPON + "/requests/00000000-0000-7000-8000-000000000000?ticket="
            + new RequestTicket(new QueuePosition(0, Long.MAX_VALUE), 1, Instant.EPOCH).encode();

    private final IntSupplier port;
    private final AtomicLong user = new AtomicLong(Long.MAX_VALUE);

    /** @param port asked when the server is up */
    public LoopbackRequests(IntSupplier port) {
        this.port = port;
    }

    /** Being warm is no condition for being right: if this fails it is logged, and that is all. */
    void send() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Supplier<HttpRequest>> kinds = List.of(
                () -> request("/api/coupons").GET().build(),
                () -> request(NO_COUPON).GET().build(),
                () -> request(NO_REQUEST).GET().build(),
                this::issuing);
        long begun = System.nanoTime();
        try {
            for (int round = 0; round < ROUNDS && System.nanoTime() - begun < WARMING_MAX.toNanos(); round++) {
                CompletableFuture.allOf(IntStream.range(0, REQUESTS_AT_ONCE)
                                .mapToObj(i -> kinds.get(i % kinds.size()).get())
                                .map(request -> client.sendAsync(request, BodyHandlers.ofByteArray()))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
            }
        } catch (RuntimeException failure) {
            log.warn("the first requests may be slow, warming up failed: {}", failure.toString());
        }
    }

    /** Each by another user, or most of them would exceed the rate of one. */
    private HttpRequest issuing() {
        return request(NO_COUPON + "/issue?userId=" + user.getAndDecrement())
                .header("Prefer", "wait=1")
                .POST(BodyPublishers.noBody())
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
                .timeout(ANSWER_MAX);
    }
}
