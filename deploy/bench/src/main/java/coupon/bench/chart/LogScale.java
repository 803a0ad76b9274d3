package coupon.bench.chart;

import java.util.ArrayList;
import java.util.List;

/** Each power of ten takes the same room. */
public final class LogScale implements Scale {
    /** With more than so many powers of ten only these are labelled. */
    private static final int DECADES_WITH_STEPS_MAX = 2;

    private final double from;
    private final double to;

    /** @param smallest above 0; rounded down to 1, 2 or 5 times a power of ten, as {@code largest} is rounded up */
    public LogScale(double smallest, double largest) {
        if (!(smallest > 0) || !(largest >= smallest)) {
            throw new IllegalArgumentException("no logarithms of " + smallest + " to " + largest);
        }
        this.from = Math.log10(Round.down(smallest));
        this.to = Math.max(Math.log10(Round.up(largest)), from + 1);
    }

    @Override
    public double position(double value) {
        double power = value > 0 ? Math.log10(value) : from;
        return Math.max(0, Math.min(1, (power - from) / (to - from)));
    }

    @Override
    public List<Tick> ticks() {
        int[] steps = to - from <= DECADES_WITH_STEPS_MAX ? new int[] {1, 2, 5} : new int[] {1};
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(from); power <= Math.ceil(to); power++) {
            for (int step : steps) {
                double value = step * Math.pow(10, power);
                double log = Math.log10(value);
                if (log >= from - 1e-9 && log <= to + 1e-9) {
                    ticks.add(new Tick(value, Round.label(value)));
                }
            }
        }
        return ticks;
    }
}
