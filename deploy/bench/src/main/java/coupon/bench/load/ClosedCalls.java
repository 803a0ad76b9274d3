package coupon.bench.load;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Requests one after the other, or all at once. */
final class ClosedCalls {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int WARM_UP_CALLS = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * Pays for this JVM's own first calls, at a server of its own: what the first request to the API then costs is the
     * API's.
     */
    void warmUp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            call.sendResponseHeaders(202, -1);
            call.close();
        });
        server.start();
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .POST(BodyPublishers.noBody())
                    .build();
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                http.sendAsync(request, BodyHandlers.ofString()).join();
            }
        } finally {
            server.stop(0);
        }
    }

    void run(LoadPlan plan, SampleLog log) {
        if (plan.kind() == LoadPlan.Kind.ONE_BY_ONE) {
            IntStream.range(0, plan.requests())
                    .forEach(number -> send(plan, log, number).join());
        } else {
            CompletableFuture.allOf(IntStream.range(0, plan.requests())
                            .mapToObj(number -> send(plan, log, number))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private CompletableFuture<Void> send(LoadPlan plan, SampleLog log, int number) {
        HttpRequest.Builder request = HttpRequest.newBuilder(plan.api().resolve(plan.pathOf(number)))
                .timeout(ANSWER_MAX)
                .POST(BodyPublishers.noBody());
        if (plan.waits(number)) {
            request.header("Prefer", "wait=" + plan.waitSeconds());
        }
        long sent = System.nanoTime();
        return http.sendAsync(request.build(), BodyHandlers.ofString()).handle((answer, failure) -> {
            long now = System.nanoTime();
            if (failure == null) {
                answered(log, number, sent, now, answer);
            } else {
                log.answered(number, sent, now, 0, false, "");
            }
            return null;
        });
    }

    private static void answered(SampleLog log, int number, long sent, long now, HttpResponse<String> answer) {
        boolean applied = answer.headers().firstValue("Preference-Applied").isPresent();
        log.answered(number, sent, now, answer.statusCode(), applied, answer.body());
    }
}
