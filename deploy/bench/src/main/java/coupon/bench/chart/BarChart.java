package coupon.bench.chart;

import java.util.List;
import java.util.Locale;

/**
 * Groups of bars that lie, one bar for each series; a value that is missing has no bar and says so.
 *
 * @param groups their names
 * @param series the x of a point is the number of its group, the y its value
 * @param label of the values, with the unit
 */
public record BarChart(String title, List<String> groups, List<Series> series, String label, Scale scale) {
    private static final int WIDTH = 760;
    private static final int BAR = 22;
    private static final int BETWEEN = 22;
    private static final int BELOW = 56;
    /** For the figure behind the longest bar. */
    private static final int RIGHT = 90;

    /** A drawing that is legible on its own. */
    public String toSvg() {
        int groupHeight = series.size() * BAR + BETWEEN;
        double top = 80;
        int height = (int) top + groups.size() * groupHeight + BELOW;
        Svg svg = new Svg(WIDTH, height, title);
        Legend.draw(svg, WIDTH, series, false);
        double names = groups.stream().mapToDouble(Svg::widthOf).max().orElse(0);
        Frame frame = new Frame(30 + names, top, WIDTH - RIGHT, height - BELOW);
        for (Scale.Tick tick : scale.ticks()) {
            double at = frame.x(scale.position(tick.value()));
            svg.line(at, frame.top(), at, frame.bottom(), "grid");
            svg.text(at, frame.bottom() + 20, "middle", "soft", tick.label());
        }
        svg.line(frame.left(), frame.top(), frame.left(), frame.bottom(), "axis");
        svg.text((frame.left() + frame.right()) / 2, height - 12, "middle", "", label);
        for (int group = 0; group < groups.size(); group++) {
            double y = top + group * groupHeight + BETWEEN / 2.0;
            svg.text(frame.left() - 10, y + series.size() * BAR / 2.0 + 4, "end", "", groups.get(group));
            for (int number = 0; number < series.size(); number++) {
                bar(svg, frame, series.get(number), group, y + number * BAR);
            }
        }
        return svg.finish();
    }

    private void bar(Svg svg, Frame frame, Series one, int group, double y) {
        Point value = one.points().stream()
                .filter(point -> point.x() == group)
                .findFirst()
                .orElse(null);
        if (value == null) {
            svg.text(frame.left() + 6, y + BAR / 2.0 + 4, "start", "soft", "no figure");
            return;
        }
        double end = Math.max(frame.x(scale.position(value.y())), frame.left() + 2);
        svg.rectangle(frame.left(), y + 2, end - frame.left(), BAR - 4, "f" + one.look());
        svg.text(end + 6, y + BAR / 2.0 + 4, "start", "", figure(value.y()));
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
