package coupon.bench.chart;

import java.util.List;
import java.util.Locale;

/** A drawing under construction. Lengths are in pixels, from the upper left. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    void line(double x1, double y1, double x2, double y2, String look) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, look);
    }

    void polyline(List<Point> points, String look) {
        StringBuilder text = new StringBuilder();
        for (Point point : points) {
            text.append(String.format(Locale.ROOT, "%.1f,%.1f ", point.x(), point.y()));
        }
        add("<polyline points=\"%s\" class=\"%s\"/>", text.toString().trim(), look);
    }

    void circle(double x, double y, double radius, String look, String tip) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"><title>%s</title></circle>",
                x, y, radius, look, escaped(tip));
    }

    void rectangle(double x, double y, double width, double height, String look) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"/>",
                x, y, width, height, look);
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    void text(double x, double y, String anchor, String look, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>", x, y, anchor, look, escaped(text));
    }

    /** Read from below to above. */
    void textUpwards(double x, double y, String look, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" class=\"%s\" transform=\"rotate(-90 %.1f %.1f)\">%s</text>",
                x, y, look, x, y, escaped(text));
    }

    /** How wide a text of the usual size will be, a little generously: who draws it has other fonts. */
    static double widthOf(String text) {
        return text.length() * 7.4;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A file of its own, or a part of a page. */
    String finish() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" class="chart" role="img" aria-label="%s">
                <style>%s</style>
                <rect width="%d" height="%d" rx="6" class="paper"/>
                <text x="20" y="30" class="title">%s</text>
                %s</svg>
                """.formatted(width, height, escaped(title), Look.STYLE, width, height, escaped(title), body);
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
