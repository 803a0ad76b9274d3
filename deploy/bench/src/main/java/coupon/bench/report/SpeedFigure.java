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
    public boolean reached() {
        return atMost ? value <= target : value >= target; // neither for NaN
    }
}
