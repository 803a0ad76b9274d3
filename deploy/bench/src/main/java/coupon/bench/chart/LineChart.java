package coupon.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Series over an axis.
 *
 * @param xLabel with the unit
 * @param yLabel with the unit
 * @param points whether each value is marked by a point of its own
 * @param limit a value of y to draw a line at; null for none
 * @param limitLabel what that line is
 */
public record LineChart(
        String title,
        String xLabel,
        Scale x,
        String yLabel,
        Scale y,
        List<Series> series,
        boolean points,
        @Nullable Double limit,
        String limitLabel) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int BELOW = 56;

    /** A drawing that is legible on its own. */
    public String toSvg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        double top = Legend.draw(svg, WIDTH, series, true) + 6;
        double labels = y.ticks().stream()
                .mapToDouble(tick -> Svg.widthOf(tick.label()))
                .max()
                .orElse(0);
        Frame frame = new Frame(46 + labels, top, WIDTH - 34, HEIGHT - BELOW);
        axes(svg, frame);
        if (limit != null) {
            double at = frame.y(y.position(limit));
            svg.line(frame.left(), at, frame.right(), at, "mark");
            svg.text(frame.left() + 6, at - 6, "start", "", limitLabel);
        }
        series.forEach(one -> draw(svg, frame, one));
        return svg.finish();
    }

    private void axes(Svg svg, Frame frame) {
        for (Scale.Tick tick : y.ticks()) {
            double at = frame.y(y.position(tick.value()));
            svg.line(frame.left(), at, frame.right(), at, "grid");
            svg.text(frame.left() - 8, at + 4, "end", "soft", tick.label());
        }
        for (Scale.Tick tick : x.ticks()) {
            double at = frame.x(x.position(tick.value()));
            svg.line(at, frame.top(), at, frame.bottom(), "grid");
            svg.text(at, frame.bottom() + 20, "middle", "soft", tick.label());
        }
        svg.line(frame.left(), frame.bottom(), frame.right(), frame.bottom(), "axis");
        svg.line(frame.left(), frame.top(), frame.left(), frame.bottom(), "axis");
        svg.text((frame.left() + frame.right()) / 2, HEIGHT - 12, "middle", "", xLabel);
        svg.textUpwards(22, (frame.top() + frame.bottom()) / 2, "", yLabel);
    }

    private void draw(Svg svg, Frame frame, Series one) {
        List<Point> at = new ArrayList<>();
        for (Point point : one.points()) {
            at.add(new Point(frame.x(x.position(point.x())), frame.y(y.position(point.y()))));
        }
        svg.polyline(at, "line l" + one.look());
        if (points) {
            for (int i = 0; i < at.size(); i++) {
                Point value = one.points().get(i);
                svg.circle(
                        at.get(i).x(),
                        at.get(i).y(),
                        4.5,
                        "f" + one.look(),
                        String.format(Locale.ROOT, "%s: %,.4g, %,.4g", one.name(), value.x(), value.y()));
            }
        }
    }
}
