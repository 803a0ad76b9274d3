package coupon.bench.chart;

import java.util.ArrayList;
import java.util.List;

/** From 0 to a round number that is not below the largest value. */
public final class LinearScale implements Scale {
    private static final int TICKS = 5;

    private final double step;
    private final double max;

    public LinearScale(double largest) {
        this.step = Round.up(Math.max(largest, 1e-9) / TICKS);
        this.max = Math.ceil(largest / step - 1e-9) * step;
    }

    @Override
    public double position(double value) {
        return max == 0 ? 0 : Math.max(0, Math.min(1, value / max));
    }

    @Override
    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
            ticks.add(new Tick(i * step, Round.label(i * step)));
        }
        return ticks;
    }
}
