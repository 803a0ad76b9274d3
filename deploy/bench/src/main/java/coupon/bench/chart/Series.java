package coupon.bench.chart;

import java.util.List;

/**
 * What is drawn in one colour.
 *
 * @param name as the legend has it
 * @param look which of the looks of {@link Look}, from 0
 */
public record Series(String name, int look, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }
}
