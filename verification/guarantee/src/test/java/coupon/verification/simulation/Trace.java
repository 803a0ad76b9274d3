package coupon.verification.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, step by step; silent unless it will be read. */
final class Trace {
    private final boolean on;
    private final List<String> lines = new ArrayList<>();
    private int step;

    Trace(boolean on) {
        this.on = on;
    }

    void nextStep() {
        step++;
    }

    void say(Supplier<String> what) {
        if (on) {
            lines.add(step + " " + what.get());
        }
    }

    List<String> lines() {
        return lines;
    }
}
