package coupon.bench.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import coupon.bench.report.Report.OpenLoopRun;
import coupon.bench.report.SpeedFigure;
import coupon.verification.testkit.client.CouponClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.util.StringUtils;

/** What a hundred viewers of the operations page cost those who ask for coupons: without, with, and without them again. */
record ViewersScenario(Bench bench) {
    private static final int VIEWERS = 100;
    private static final int RATE = 500;
    /** With viewers, so that what serves them is compiled. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration OPEN_MAX = Duration.ofSeconds(30);
    private static final double TYPICAL_MAX = 1.1;
    /** The slowest hundredth differs by as much between two equal runs. */
    private static final double SLOWEST_MAX = 1.25;

    /** V1, in three phases. */
    List<SpeedFigure> play(Duration phase) {
        OpenLoopRun warmUp;
        try (Viewers warmingUp = watch()) {
            warmUp = load(WARM_UP);
        }
        OpenLoopRun before = load(phase);
        OpenLoopRun watched;
        boolean seen;
        try (Viewers viewers = watch()) {
            long first = viewers.samples.get();
            watched = load(phase);
            seen = viewers.samples.get() - first >= VIEWERS * phase.toSeconds() / 2;
        }
        OpenLoopRun after = load(phase);
        boolean held = seen
                && Stream.of(warmUp, before, watched, after)
                        .allMatch(run -> run.verdict().held());
        Phases phases = new Phases(before, watched, after, held);
        return List.of(
                phases.figure("202, p50", run -> run.answer().p50(), TYPICAL_MAX),
                phases.figure("202, p99", run -> run.answer().p99(), SLOWEST_MAX),
                phases.figure("to coupon, p50", run -> run.issued().p50(), TYPICAL_MAX),
                phases.figure("to coupon, p99", run -> run.issued().p99(), SLOWEST_MAX));
    }

    private Viewers watch() {
        Viewers viewers = new Viewers(bench.client);
        await().atMost(OPEN_MAX).until(() -> viewers.open.get() == VIEWERS);
        return viewers;
    }

    private OpenLoopRun load(Duration duration) {
        return new OpenLoopScenario(bench).playOneCoupon(RATE, duration);
    }

    /** @param held whether the guarantees did, and the viewers got their samples */
    private record Phases(OpenLoopRun before, OpenLoopRun watched, OpenLoopRun after, boolean held) {
        SpeedFigure figure(String what, ToDoubleFunction<OpenLoopRun> millis, double target) {
            double without = (millis.applyAsDouble(before) + millis.applyAsDouble(after)) / 2;
            double with = millis.applyAsDouble(watched);
            return SpeedFigure.atMost(
                    "V1",
                    RATE + "/s, " + what + ": " + VIEWERS + " viewers / none",
                    held ? with / without : Double.NaN,
                    "",
                    target,
                    Map.of(
                            "before ms", millis.applyAsDouble(before),
                            "with ms", with,
                            "after ms", millis.applyAsDouble(after)));
        }
    }

    /**
     * Streams of the operations page that are read and counted, and no more: what a page does with its samples costs the
     * viewer's machine, and not the one that is measured. A stream that ended is missed in the count.
     */
    private static final class Viewers implements AutoCloseable {
        /** Those that have what a viewer gets first. */
        final AtomicInteger open = new AtomicInteger();

        /** How many came in all, of all viewers. */
        final AtomicInteger samples = new AtomicInteger();

        private final List<CompletableFuture<HttpResponse<Void>>> streams;

        Viewers(CouponClient client) {
            HttpClient http = client.fresh().http();
            HttpRequest request = HttpRequest.newBuilder(client.api().resolve("/ops/stream"))
                    .header("Accept", "text/event-stream")
                    .header("Authorization", client.login())
                    .build();
            streams = Stream.generate(() -> http.sendAsync(
                            request, BodyHandlers.ofByteArrayConsumer(bytes -> bytes.ifPresent(this::count))))
                    .limit(VIEWERS)
                    .toList();
        }

        /** An event begins with its name, in a buffer of its own or behind another event. */
        private void count(byte[] bytes) {
            String text = new String(bytes, ISO_8859_1);
            open.addAndGet(StringUtils.countOccurrencesOf(text, "event:snapshot\n"));
            samples.addAndGet(StringUtils.countOccurrencesOf(text, "event:sample\n"));
        }

        @Override
        public void close() {
            streams.forEach(stream -> stream.cancel(true));
        }
    }
}
