package coupon.bench.chart;

import java.util.List;

/** Which colour is whose: a row below the title, or several if one is not wide enough. */
final class Legend {
    private static final int LEFT = 20;
    private static final int FIRST_ROW = 54;
    private static final int ROW = 20;
    private static final int LINE = 28;
    private static final int BOX = 14;
    private static final int GAP = 22;

    private Legend() {}

    /** Returns where the next thing below may begin. */
    static double draw(Svg svg, int width, List<Series> series, boolean lines) {
        int sign = lines ? LINE : BOX;
        double x = LEFT;
        double y = FIRST_ROW;
        for (Series one : series) {
            double needed = sign + 8 + Svg.widthOf(one.name());
            if (x > LEFT && x + needed > width - LEFT) {
                x = LEFT;
                y += ROW;
            }
            if (lines) {
                svg.line(x, y - 4, x + sign, y - 4, "line l" + one.look());
            } else {
                svg.rectangle(x, y - 11, BOX, BOX, "f" + one.look());
            }
            svg.text(x + sign + 8, y, "start", "", one.name());
            x += needed + GAP;
        }
        return y + 16;
    }
}
