package coupon.bench.scenario;

import coupon.bench.report.SpeedFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was measured, each figure with its target. A run that broke a guarantee has none. */
final class SpeedFigures {
    private final BenchRun run;
    private final List<SpeedFigure> all = new ArrayList<>();

    SpeedFigures(BenchRun run) {
        this.run = run;
    }

    List<SpeedFigure> all() {
        return all;
    }

    /** Prints what is no figure. */
    void say(String what) {
        run.say(what);
    }

    /** @param held whether the guarantees did */
    void atMost(String id, String what, boolean held, double value, String unit, double target) {
        atMost(id, what, held, value, unit, target, Map.of());
    }

    void atMost(
            String id, String what, boolean held, double value, String unit, double target, Map<String, Double> parts) {
        all.add(new SpeedFigure(id, what, held ? value : Double.NaN, unit, target, true, parts));
    }

    void atLeast(String id, String what, double value, double target, Map<String, Double> parts) {
        all.add(new SpeedFigure(id, what, value, "", target, false, parts));
    }

    /** @param held whether the guarantees did */
    void ratio(String id, String what, boolean held, double value, double floor, double target) {
        double ratio = held && floor > 0 ? value / floor : Double.NaN;
        atLeast(id, what, ratio, target, Map.of("measured/s", value, "floor/s", floor));
        run.say("%s %.2f".formatted(id, ratio));
    }
}
