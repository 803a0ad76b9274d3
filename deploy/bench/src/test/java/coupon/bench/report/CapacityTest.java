package coupon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import coupon.bench.report.Report.Capacity;
import coupon.bench.report.Report.OpenLoopRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTest {
    @Test
    void it_is_the_highest_rate_below_the_first_that_is_too_much() {
        var capacity = new Capacity(Mode.KAFKA_1, List.of(step(100, 50, 0), step(200, 150, 0), step(300, 50, 0)));

        assertThat(capacity.issuesPerSecond()).isEqualTo(100);
        assertThat(capacity.steps().get(0).answersInTime()).isTrue();
        assertThat(capacity.steps().get(1).answersInTime()).isFalse();
    }

    @Test
    void an_error_is_too_much() {
        OpenLoopRun run = step(100, 50, 1);

        assertThat(run.answersInTime()).isFalse();
        assertThat(new Capacity(Mode.KAFKA_1, List.of(run)).issuesPerSecond()).isZero();
    }

    @Test
    void it_is_the_last_rate_when_nothing_was_too_much() {
        assertThat(new Capacity(Mode.KAFKA_1, List.of(step(100, 50, 0), step(200, 50, 0))).issuesPerSecond())
                .isEqualTo(200);
    }

    private static OpenLoopRun step(double rate, long millis, int errors) {
        LatencySummary summary = LatencySummary.of(List.of(millis * 1_000));
        return new OpenLoopRun(
                Mode.KAFKA_1, rate, SampleReports.HELD, errors, summary, summary, 0, 0, List.of(), List.of());
    }
}
