package coupon.bench.chart;

/** The part of a drawing between the axes. */
record Frame(double left, double top, double right, double bottom) {
    double x(double position) {
        return left + position * (right - left);
    }

    double y(double position) {
        return bottom - position * (bottom - top);
    }
}
