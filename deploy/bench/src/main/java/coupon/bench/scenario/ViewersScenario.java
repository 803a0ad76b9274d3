package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.Mode;
import coupon.bench.report.Report.OpenLoopRun;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a hundred viewers of the operations page cost those who ask for coupons: without, with, and without them again. */
final class ViewersScenario {
    private static final int VIEWERS = 100;
    private static final int RATE = 500;
    private static final int WAIT_SECONDS = 10;
    /** With viewers, so that what serves them is compiled. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration OPEN_MAX = Duration.ofSeconds(30);
    private static final double TYPICAL_MAX = 1.1;
    /** The slowest hundredth differs by as much between two equal runs. */
    private static final double SLOWEST_MAX = 1.25;

    private final Bench bench;
    private final SpeedFigures figures;
    private boolean held = true;

    ViewersScenario(Bench bench, SpeedFigures figures) {
        this.bench = bench;
        this.figures = figures;
    }

    /** V1, in three phases. */
    void play(Duration phase) {
        try (Viewers warmingUp = watch()) {
            load(WARM_UP);
        }
        OpenLoopRun before = load(phase);
        OpenLoopRun watched;
        try (Viewers viewers = watch()) {
            long seen = viewers.samples();
            watched = load(phase);
            held &= viewers.samples() - seen >= VIEWERS * phase.toSeconds() / 2;
        }
        Phases phases = new Phases(before, watched, load(phase));
        figure("202, p50", phases, run -> run.answer().p50(), TYPICAL_MAX);
        figure("202, p99", phases, run -> run.answer().p99(), SLOWEST_MAX);
        figure("to coupon, p50", phases, run -> run.issued().p50(), TYPICAL_MAX);
        figure("to coupon, p99", phases, run -> run.issued().p99(), SLOWEST_MAX);
    }

    private Viewers watch() {
        Viewers viewers = new Viewers(bench.stack.apiUrl().resolve("/ops/stream"), VIEWERS);
        await().atMost(OPEN_MAX).until(() -> viewers.open() == VIEWERS);
        return viewers;
    }

    private OpenLoopRun load(Duration duration) {
        OpenLoopRun run = new OpenLoopScenario(bench).play(Mode.KAFKA_3, 1, RATE, duration, WAIT_SECONDS, () -> {});
        held &= run.verdict().held();
        return run;
    }

    private void figure(String what, Phases phases, ToDoubleFunction<OpenLoopRun> millis, double target) {
        double before = millis.applyAsDouble(phases.before);
        double with = millis.applyAsDouble(phases.watched);
        double after = millis.applyAsDouble(phases.after);
        figures.atMost(
                "V1",
                RATE + "/s, " + what + ": " + VIEWERS + " viewers / none",
                held,
                with / ((before + after) / 2),
                "",
                target,
                Map.of("before ms", before, "with ms", with, "after ms", after));
    }

    private record Phases(OpenLoopRun before, OpenLoopRun watched, OpenLoopRun after) {}
}
