package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.SpeedFigure;
import coupon.bench.stat.LatencySummary;
import coupon.core.domain.Coupon;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What a hundred viewers of the operations page cost those who ask for coupons: without, with, and without them again. */
final class ViewersScenario {
    private static final int VIEWERS = 100;
    private static final int RATE = 500;
    /** With viewers, so that what serves them is compiled. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration OPEN_MAX = Duration.ofSeconds(30);
    private static final double TYPICAL_MAX = 1.1;
    /** The slowest hundredth differs by as much between two equal runs. */
    private static final double SLOWEST_MAX = 1.25;

    private final Bench bench;
    private final Duration phase;
    private boolean held = true;

    ViewersScenario(Bench bench, Duration phase) {
        this.bench = bench;
        this.phase = phase;
    }

    List<SpeedFigure> play() {
        try (Viewers warmingUp = watch()) {
            load(WARM_UP);
        }
        List<Sample> before = load(phase);
        List<Sample> watched;
        try (Viewers viewers = watch()) {
            long seen = viewers.samples();
            watched = load(phase);
            held &= viewers.samples() - seen >= VIEWERS * phase.toSeconds() / 2;
        }
        List<Sample> after = load(phase);
        List<SpeedFigure> figures = new ArrayList<>();
        figures.add(figure(
                "202, p50", sample -> !sample.waited(), LatencySummary::p50, TYPICAL_MAX, before, watched, after));
        figures.add(figure(
                "202, p99", sample -> !sample.waited(), LatencySummary::p99, SLOWEST_MAX, before, watched, after));
        figures.add(figure("to coupon, p50", Sample::waited, LatencySummary::p50, TYPICAL_MAX, before, watched, after));
        figures.add(figure("to coupon, p99", Sample::waited, LatencySummary::p99, SLOWEST_MAX, before, watched, after));
        return figures;
    }

    private Viewers watch() {
        Viewers viewers = bench.operator().watch(VIEWERS);
        await().atMost(OPEN_MAX).until(() -> viewers.open() == VIEWERS);
        return viewers;
    }

    private List<Sample> load(Duration duration) {
        List<Coupon> coupons = bench.coupons(1, 1_000_000);
        List<Sample> samples = bench.run(bench.openLoop(coupons, RATE, duration, 2, 10));
        held &= new Judge(bench).judgeLoad(coupons, samples).held();
        return samples;
    }

    private SpeedFigure figure(
            String what,
            Predicate<Sample> which,
            ToDoubleFunction<LatencySummary> percentile,
            double target,
            List<Sample> before,
            List<Sample> watched,
            List<Sample> after) {
        double first = millis(before, which, percentile);
        double with = millis(watched, which, percentile);
        double last = millis(after, which, percentile);
        return SpeedFigure.atMost(
                "V1",
                RATE + "/s, " + what + ": " + VIEWERS + " viewers / none",
                held ? with / ((first + last) / 2) : Double.NaN,
                "",
                target,
                Map.of("before ms", first, "with ms", with, "after ms", last));
    }

    private static double millis(
            List<Sample> samples, Predicate<Sample> which, ToDoubleFunction<LatencySummary> percentile) {
        return percentile.applyAsDouble(LatencySummary.of(
                samples.stream().filter(which).map(Sample::latencyMicros).toList()));
    }
}
