package coupon.bench.chart;

import java.util.Locale;

/** Round numbers: 1, 2 and 5 times a power of ten. */
final class Round {
    private Round() {}

    /** The smallest that is not below {@code value}, which is above 0. */
    static double up(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int step : new int[] {1, 2, 5}) {
            if (step * power >= value * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** The largest that is not above {@code value}, which is above 0. */
    static double down(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int step : new int[] {5, 2}) {
            if (step * power <= value * (1 + 1e-9)) {
                return step * power;
            }
        }
        return power;
    }

    /** With as many decimals as a round number needs, and thousands set off. */
    static String label(double value) {
        int decimals = value == 0 || value >= 1 ? 0 : (int) Math.ceil(-Math.log10(value) - 1e-9);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
