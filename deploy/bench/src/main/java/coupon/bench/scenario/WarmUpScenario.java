package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import coupon.verification.testkit.ProcessUse;
import java.time.Duration;

/** Load until the JVMs have compiled what they run; nothing of it is a figure. */
public final class WarmUpScenario {
    private static final int RATE = 500;
    private static final Duration STEP = Duration.ofSeconds(8);
    /** Of the time of one core: what is left when only details are compiled again. */
    private static final double AT_REST = 0.1;

    private final Bench bench;

    public WarmUpScenario(Bench bench) {
        this.bench = bench;
    }

    /** @param atMost how long to wait for the compilers; where their time is not known this is one step */
    public void play(Mode mode, Duration atMost, int backlog) {
        new DrainScenario(bench).play(mode, Partitions.COUNT, backlog, 1, 0);
        var load = new OpenLoopScenario(bench, 10);
        long deadline = System.nanoTime() + atMost.toNanos();
        double used;
        do {
            double before = compilerSeconds();
            load.play(mode, RATE, STEP);
            used = (compilerSeconds() - before) / STEP.toSeconds();
        } while (used > AT_REST && System.nanoTime() < deadline);
    }

    private double compilerSeconds() {
        return bench.applications().stream()
                .mapToDouble(app -> ProcessUse.compilerSeconds(app.pid()))
                .sum();
    }
}
