package coupon.bench.scene;

import coupon.bench.plan.Mode;
import java.time.Duration;

/** What every server does slower when it does it for the first time; nothing of it is a figure. */
public final class WarmUpScene {
    private static final int RATE = 300;

    private final Bench bench;

    public WarmUpScene(Bench bench) {
        this.bench = bench;
    }

    public void play(Mode mode, Duration duration, int backlog) {
        new DrainScene(bench).play(mode, Lines.COUNT, backlog, 1, 0);
        // last, since what comes next is measured while the compilers still work on what came before
        new OpenLoopScene(bench, 10).play(mode, RATE, duration);
    }
}
