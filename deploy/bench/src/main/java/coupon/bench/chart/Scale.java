package coupon.bench.chart;

import java.util.List;

/** Where a value is drawn along an axis, and which values are labelled. */
public interface Scale {
    /** A labelled value. */
    record Tick(double value, String label) {}

    /** From 0 at the beginning of the axis to 1 at its end; values outside are drawn at the ends. */
    double position(double value);

    /** In rising order. */
    List<Tick> ticks();
}
