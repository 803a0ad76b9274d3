package coupon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.bench.report.Report.ProgressPoint;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatTest {
    @Test
    void percentiles_are_those_of_the_samples() {
        LatencySummary summary = LatencySummary.of(
                LongStream.rangeClosed(1, 1_000).map(i -> i * 1_000).boxed().toList());

        assertThat(summary).isEqualTo(new LatencySummary(1_000, 500, 900, 990, 999, 1_000, 500.5));
    }

    @Test
    void nothing_has_no_percentiles() {
        assertThat(LatencySummary.of(List.of()).isEmpty()).isTrue();
    }

    @Test
    void the_median_is_the_one_in_the_middle() {
        assertThat(Stat.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Stat.median(List.of(9.0, 1.0))).isEqualTo(5);
    }

    @Test
    void a_standstill_counts_if_it_ends_after_the_moment() {
        List<ProgressPoint> points = List.of(
                new ProgressPoint(0, 0),
                new ProgressPoint(5, 1),
                new ProgressPoint(6, 2),
                new ProgressPoint(9, 3),
                new ProgressPoint(10, 4));

        assertThat(Stat.longestStandstill(points, 6.5)).isEqualTo(3);
        assertThat(Stat.longestStandstill(points, 9.5)).isEqualTo(1);
        assertThat(Stat.longestStandstill(points, 20)).isZero();
    }
}
