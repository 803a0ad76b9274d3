package coupon.bench.report;

import java.util.List;

/** The one in the middle. */
public final class Median {
    private Median() {}

    /**
     * @param values in any order
     * @return of an even number of values, the mean of the two in the middle; NaN of none
     */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
