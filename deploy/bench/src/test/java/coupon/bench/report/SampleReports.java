package coupon.bench.report;

import coupon.bench.report.Report.Capacity;
import coupon.bench.report.Report.DrainRun;
import coupon.bench.report.Report.FirstRequests;
import coupon.bench.report.Report.Floor;
import coupon.bench.report.Report.KillRun;
import coupon.bench.report.Report.OpenLoopRun;
import coupon.bench.report.Report.ProgressPoint;
import coupon.bench.report.Report.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reports with figures that nobody measured. */
final class SampleReports {
    static final Verdict HELD = new Verdict(100, 100, 100, 0, 0, 0, List.of());
    static final Verdict BROKEN = new Verdict(100, 100, 99, 1, 0, 0, List.of("G4 nothing accepted is lost: <one>"));

    private static final List<ProgressPoint> PROGRESS = List.of(new ProgressPoint(1, 16), new ProgressPoint(3, 100));

    private SampleReports() {}

    /** Every mode, every scenario, no guarantee broken. */
    static Report whole() {
        return of(HELD);
    }

    /** The same with the kill of Kafka with one worker broken. */
    static Report withBrokenKill() {
        return of(BROKEN);
    }

    private static Report of(Verdict killOfKafka1) {
        return new Report(
                Instant.parse("2026-01-02T03:04:05Z"),
                754,
                false,
                new Machine("Linux 6", "a processor", 2, 16_000, Map.of("Kafka", "4.2.1")),
                Pace.THOROUGH,
                Map.of(Mode.REDIS_TUNED, Mode.REDIS_TUNED.settings(), Mode.KAFKA_3, Mode.KAFKA_3.settings()),
                each(mode -> new FirstRequests(mode, HELD, 40.0, List.of(5.0, 4.0), List.of(9.0), 20.0, 90.0)),
                List.of(openLoop(Mode.KAFKA_3, 100)),
                each(mode -> openLoop(mode, 500)),
                each(mode -> new Capacity(mode, List.of(openLoop(mode, 1_000), openLoop(mode, 2_000)))),
                each(mode -> new DrainRun(mode, mode.workers(), 3, 5, 100, HELD, List.of(4_000.0), PROGRESS)),
                each(mode -> new KillRun(mode, 200, 4, mode == Mode.KAFKA_1 ? killOfKafka1 : HELD, 2.0, PROGRESS)),
                new Floor(2_000, 100, List.of(15_000.0)));
    }

    private static <T> List<T> each(Function<Mode, T> run) {
        return Arrays.stream(Mode.values()).map(run).toList();
    }

    private static OpenLoopRun openLoop(Mode mode, double rate) {
        List<Long> micros = List.of(3_000L, 10_000L);
        LatencySummary summary = LatencySummary.of(micros);
        return new OpenLoopRun(mode, rate, HELD, 0, summary, summary, 0, 0.5, micros, micros);
    }
}
