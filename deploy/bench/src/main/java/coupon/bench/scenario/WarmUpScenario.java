package coupon.bench.scenario;

import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.ProcessUse;
import java.time.Duration;

/** Load until the JVMs have compiled what they run; nothing of it is a figure. */
record WarmUpScenario(Bench bench) {
    static final int BACKLOG = 20_000;

    private static final int RATE = 500;
    private static final Duration STEP = Duration.ofSeconds(8);
    /** Of the time of one core: what is left when only details are compiled again. */
    private static final double AT_REST = 0.1;

    /** @param atMost how long to wait for the compilers; where their time is not known this is one step */
    void play(Duration atMost) {
        backlog();
        var load = new OpenLoopScenario(bench);
        long deadline = System.nanoTime() + atMost.toNanos();
        double used;
        do {
            double before = compilerSeconds();
            load.play(RATE, STEP);
            used = (compilerSeconds() - before) / STEP.toSeconds();
        } while (used > AT_REST && System.nanoTime() < deadline);
    }

    void backlog() {
        new DrainScenario(bench).play(KafkaObserver.PARTITIONS, BACKLOG, 1, 0);
    }

    private double compilerSeconds() {
        return bench.applications().stream()
                .mapToDouble(app -> ProcessUse.compilerSeconds(app.pid()))
                .sum();
    }
}
