package coupon.bench.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Streams of the operations page that are read and counted, and no more: what a page does with its samples costs the
 * viewer's machine, and not the one that is measured. A stream that ended is missed in the count.
 */
final class Viewers implements AutoCloseable {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong samples = new AtomicLong();
    private final List<CompletableFuture<?>> streams = new ArrayList<>();

    Viewers(URI stream, int count) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .header("Authorization", Operator.LOGIN)
                .build();
        for (int i = 0; i < count; i++) {
            streams.add(
                    http.sendAsync(request, BodyHandlers.ofByteArrayConsumer(bytes -> bytes.ifPresent(this::count))));
        }
    }

    /** Those that have what a viewer gets first. */
    int open() {
        return open.get();
    }

    /** How many came in all, of all viewers. */
    long samples() {
        return samples.get();
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.cancel(true));
    }

    /** An event begins with its name, in a buffer of its own or behind another event. */
    private void count(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        open.addAndGet(occurrences(text, "event:snapshot\n"));
        samples.addAndGet(occurrences(text, "event:sample\n"));
    }

    private static int occurrences(String text, String event) {
        int count = 0;
        for (int at = text.indexOf(event); at >= 0; at = text.indexOf(event, at + event.length())) {
            count++;
        }
        return count;
    }
}
