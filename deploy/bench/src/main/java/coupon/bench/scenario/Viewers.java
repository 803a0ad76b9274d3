package coupon.bench.scenario;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Streams of the operations page that are read and counted, on no thread of their own. */
final class Viewers implements AutoCloseable {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong samples = new AtomicLong();
    private final List<? extends CompletableFuture<?>> streams;

    Viewers(HttpClient http, HttpRequest stream, int count) {
        streams = Stream.generate(() -> http.sendAsync(stream, BodyHandlers.fromLineSubscriber(new Reader())))
                .limit(count)
                .toList();
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

    private final class Reader implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription lines) {
            lines.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.equals("event:snapshot")) {
                open.incrementAndGet();
            } else if (line.equals("event:sample")) {
                samples.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable closed) {}

        @Override
        public void onComplete() {}
    }
}
