package coupon.bench.report;

import java.util.Map;

/**
 * One measure of speed beside what it must reach.
 *
 * @param value NaN if the run broke a guarantee
 * @param atMost whether the target is an upper limit; else it is a lower one
 * @param parts what the value was made of, such as the floor that it is a ratio to
 */
public record SpeedFigure(
        String id, String what, double value, String unit, double target, boolean atMost, Map<String, Double> parts) {
    public static SpeedFigure atMost(String id, String what, double value, String unit, double target) {
        return atMost(id, what, value, unit, target, Map.of());
    }

    public static SpeedFigure atMost(
            String id, String what, double value, String unit, double target, Map<String, Double> parts) {
        return new SpeedFigure(id, what, value, unit, target, true, parts);
    }

    /** How many a second, to how many a second of the floor: at least the target. */
    public static SpeedFigure ratio(String id, String what, double measured, double floor, double target) {
        double ratio = floor > 0 ? measured / floor : Double.NaN;
        return new SpeedFigure(id, what, ratio, "", target, false, Map.of("measured/s", measured, "floor/s", floor));
    }

    public boolean reached() {
        return atMost ? value <= target : value >= target; // neither for NaN
    }
}
