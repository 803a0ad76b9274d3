package coupon.bench.scenario;

import coupon.bench.report.SpeedFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was measured, each figure with its target. A run that broke a guarantee has none. */
final class SpeedFigures {
    private final Progress progress;
    private final List<SpeedFigure> all = new ArrayList<>();

    SpeedFigures(Progress progress) {
        this.progress = progress;
    }

    List<SpeedFigure> all() {
        return all;
    }

    void add(SpeedFigure figure) {
        all.add(figure);
    }

    void addAll(List<SpeedFigure> figures) {
        all.addAll(figures);
    }

    /** @param held whether the guarantees did */
    void atMost(String id, String what, boolean held, double value, String unit, double target) {
        all.add(SpeedFigure.atMost(id, what, held ? value : Double.NaN, unit, target, Map.of()));
    }

    /** @param held whether the guarantees did */
    void ratio(String id, String what, boolean held, double value, double floor, double target) {
        double ratio = held && floor > 0 ? value / floor : Double.NaN;
        all.add(SpeedFigure.atLeast(id, what, ratio, "", target, Map.of("measured/s", value, "floor/s", floor)));
        progress.say("%s %.2f".formatted(id, ratio));
    }
}
