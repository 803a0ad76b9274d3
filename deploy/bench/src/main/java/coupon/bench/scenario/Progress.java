package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import java.io.PrintStream;

/** Prints what is being done, with the time since the start. */
public final class Progress {
    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String what) {
        long seconds = elapsedSeconds();
        out.printf("[%2d:%02d] %s%n", seconds / 60, seconds % 60, what);
    }

    public void say(Mode mode, String what) {
        say(mode.title() + ": " + what);
    }

    public long elapsedSeconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000L;
    }
}
