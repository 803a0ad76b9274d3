package coupon.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void a_linear_scale_ends_at_a_round_number() {
        var scale = new LinearScale(47_300);

        assertThat(scale.ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("0", "10,000", "20,000", "30,000", "40,000", "50,000");
        assertThat(scale.position(25_000)).isEqualTo(0.5);
        assertThat(scale.position(99_999)).isEqualTo(1);
    }

    @Test
    void a_logarithmic_scale_gives_each_power_of_ten_the_same_room() {
        var scale = new LogScale(1, 10_000);

        assertThat(scale.ticks()).extracting(Scale.Tick::label).containsExactly("1", "10", "100", "1,000", "10,000");
        assertThat(scale.position(100)).isCloseTo(0.5, within(1e-9));
        assertThat(scale.position(0)).isZero();
    }

    @Test
    void a_short_logarithmic_scale_has_labels_in_between() {
        assertThat(new LogScale(0.3, 4).ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("0.2", "0.5", "1", "2", "5");
    }

    @Test
    void there_is_no_logarithm_of_nothing() {
        assertThatThrownBy(() -> new LogScale(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_further_nine_has_the_same_room() {
        var scale = new PercentileScale();

        assertThat(scale.position(0)).isZero();
        assertThat(scale.position(90)).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(scale.position(99)).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(scale.position(99.9)).isCloseTo(1, within(1e-9));
        assertThat(scale.position(100)).isEqualTo(1);
    }

    @Test
    void a_legend_that_is_too_long_for_a_row_goes_on_in_the_next() {
        Series longOne = new Series("x".repeat(80), 0, List.of(new Point(0, 1)));
        Svg svg = new Svg(760, 400, "title");

        assertThat(Legend.draw(svg, 760, List.of(longOne, longOne), true))
                .isGreaterThan(Legend.draw(svg, 760, List.of(longOne), true));
    }

    @Test
    void a_bar_that_is_missing_says_so() {
        String svg = new BarChart(
                        "title",
                        List.of("a", "b"),
                        List.of(new Series("one", 0, List.of(new Point(0, 5)))),
                        "per second",
                        new LogScale(1, 10))
                .toSvg();

        assertThat(svg).contains(">5.0<").containsOnlyOnce("no figure");
    }

    @Test
    void names_cannot_break_the_drawing() {
        Svg svg = new Svg(100, 100, "a < b & \"c\"");
        svg.text(1, 1, "start", "", "<script>");

        assertThat(svg.finish()).contains("a &lt; b &amp; &quot;c&quot;").doesNotContain("<script>");
    }
}
