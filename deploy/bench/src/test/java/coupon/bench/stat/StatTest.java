package coupon.bench.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatTest {
    @Test
    void percentiles_are_those_of_the_samples() {
        LatencySummary summary = Latencies.of(LongStream.rangeClosed(1, 1_000)
                        .map(i -> i * 1_000)
                        .boxed()
                        .toList())
                .summary();

        assertThat(summary.count()).isEqualTo(1_000);
        assertThat(summary.p50()).isCloseTo(500, within(1.0));
        assertThat(summary.p90()).isCloseTo(900, within(1.0));
        assertThat(summary.p99()).isCloseTo(990, within(1.0));
        assertThat(summary.p999()).isCloseTo(999, within(1.0));
        assertThat(summary.max()).isCloseTo(1_000, within(1.0));
        assertThat(summary.mean()).isCloseTo(500.5, within(1.0));
    }

    @Test
    void a_curve_rises_and_ends_with_the_longest() {
        List<CurvePoint> curve =
                Latencies.of(List.of(1_000L, 2_000L, 9_000L)).summary().curve();

        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(a.millis(), b.millis()));
        assertThat(curve.get(curve.size() - 1).millis()).isCloseTo(9, within(0.01));
    }

    @Test
    void what_is_too_long_to_be_kept_counts_as_the_longest_that_can() {
        var latencies = new Latencies();
        latencies.add(Duration.ofHours(3));
        latencies.add(Duration.ofNanos(-5));

        assertThat(latencies.summary().count()).isEqualTo(2);
        assertThat(latencies.summary().max()).isCloseTo(3_600_000, within(4_000.0));
    }

    @Test
    void nothing_has_no_percentiles() {
        assertThat(new Latencies().summary().isEmpty()).isTrue();
    }

    @Test
    void requests_are_due_at_a_constant_rate_from_when_none_was_early() {
        OpenLoopSchedule schedule =
                OpenLoopSchedule.behind(List.of(1_050_000L, 2_000_000L, 3_200_000L), 1_000, it -> it);

        assertThat(schedule.startNanos()).isEqualTo(1_000_000);
        assertThat(schedule.dueNanos(2)).isEqualTo(3_000_000);
    }

    @Test
    void a_generator_that_stalls_makes_the_requests_behind_the_stall_late() {
        OpenLoopSchedule schedule = OpenLoopSchedule.behind(List.of(0L, 500_000_000L, 500_000_000L), 100, it -> it);

        assertThat(500_000_000L - schedule.dueNanos(1)).isEqualTo(490_000_000);
        assertThat(500_000_000L - schedule.dueNanos(2)).isEqualTo(480_000_000);
    }

    @Test
    void the_median_is_the_one_in_the_middle() {
        assertThat(Median.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Median.of(List.of(9.0, 1.0))).isEqualTo(5);
    }

    @Test
    void a_standstill_counts_if_it_ends_after_the_moment() {
        List<ProgressPoint> points = List.of(
                new ProgressPoint(0, 0),
                new ProgressPoint(5, 1),
                new ProgressPoint(6, 2),
                new ProgressPoint(9, 3),
                new ProgressPoint(10, 4));

        assertThat(Standstill.longestSeconds(points, 6.5)).isEqualTo(3);
        assertThat(Standstill.longestSeconds(points, 9.5)).isEqualTo(1);
        assertThat(Standstill.longestSeconds(points, 20)).isZero();
    }
}
