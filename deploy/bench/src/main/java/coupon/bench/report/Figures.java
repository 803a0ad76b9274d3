package coupon.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Figures as people read them, with their unit; {@value #NONE} for one that there is not. */
final class Figures {
    static final String NONE = "no figure";

    private Figures() {}

    static String millis(@Nullable Double value) {
        return value == null ? NONE : millis(value.doubleValue());
    }

    static String millis(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.1f s", value / 1_000);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%,.0f ms", value);
    }

    static String seconds(@Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.1f s", value);
    }

    static String perSecond(OptionalDouble value) {
        return value.isEmpty()
                ? NONE
                : String.format(Locale.ROOT, value.getAsDouble() < 10 ? "%.1f/s" : "%,.0f/s", value.getAsDouble());
    }

    static OptionalDouble mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }

    static String meanMillis(List<Double> values) {
        OptionalDouble mean = mean(values);
        return mean.isEmpty() ? NONE : millis(mean.getAsDouble());
    }
}
