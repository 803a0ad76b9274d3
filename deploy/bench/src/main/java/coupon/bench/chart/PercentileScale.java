package coupon.bench.chart;

import java.util.List;

/** Percentiles, each further nine behind 90 with the same room: the tail is what matters. */
public final class PercentileScale implements Scale {
    private static final double NINES = 3;

    @Override
    public double position(double percentile) {
        double nines = percentile >= 100 ? NINES : -Math.log10(1 - percentile / 100);
        return Math.max(0, Math.min(1, nines / NINES));
    }

    @Override
    public List<Tick> ticks() {
        return List.of(
                new Tick(0, "0 %"),
                new Tick(50, "50 %"),
                new Tick(90, "90 %"),
                new Tick(99, "99 %"),
                new Tick(99.9, "99.9 %"));
    }
}
