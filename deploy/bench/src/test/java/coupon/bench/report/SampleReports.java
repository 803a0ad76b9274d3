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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports with figures that nobody measured. */
final class SampleReports {
    static final Verdict HELD = new Verdict(100, 100, 100, 0, 0, 0, List.of());
    static final Verdict BROKEN = new Verdict(100, 100, 99, 1, 0, 0, List.of("G4 nothing accepted is lost: <one>"));

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
        List<FirstRequests> firstRequests = new ArrayList<>();
        List<OpenLoopRun> openLoops = new ArrayList<>();
        List<Capacity> capacities = new ArrayList<>();
        List<DrainRun> drains = new ArrayList<>();
        List<KillRun> kills = new ArrayList<>();
        Map<Mode, Map<String, String>> settings = new LinkedHashMap<>();
        for (Mode mode : Mode.values()) {
            double slow = mode == Mode.REDIS_SHIPPED ? 1_000 : 10.0 / (1 + mode.ordinal());
            settings.put(mode, mode.settings());
            firstRequests.add(new FirstRequests(
                    mode, HELD, 40.0, List.of(5.0, 4.0, 3.0, 3.0, 5.0), List.of(slow, slow, slow), 20.0, 10 * slow));
            openLoops.add(openLoop(mode, 100, slow));
            drains.add(drain(mode, mode.workers(), 1, 0, 30_000 / slow));
            if (mode != Mode.REDIS_SHIPPED) {
                openLoops.add(openLoop(mode, 500, slow * 2));
                drains.add(drain(mode, mode.workers(), 3, 0, 40_000 / slow));
                capacities.add(new Capacity(
                        mode,
                        List.of(
                                openLoop(mode, 1_000, slow),
                                openLoop(mode, 2_000, 3 * slow),
                                openLoop(mode, 3_000, 300))));
            }
            kills.add(kill(mode, mode == Mode.KAFKA_1 ? killOfKafka1 : HELD));
        }
        drains.add(drain(Mode.KAFKA_3, 2, 3, 0, 11_000));
        drains.add(drain(Mode.KAFKA_3, 2, 1, 0, 8_000));
        for (int workers = 1; workers <= 3; workers++) {
            Mode mode = workers == 1 ? Mode.KAFKA_1 : Mode.KAFKA_3;
            drains.add(drain(mode, workers, 1, 5, 4_000));
            drains.add(drain(mode, workers, 3, 5, 3_900 * workers));
        }
        return new Report(
                Instant.parse("2026-01-02T03:04:05Z"),
                754,
                false,
                new Machine("Linux 6", "a processor", 2, 16_000, Map.of("Kafka", "4.2.1")),
                Pace.THOROUGH,
                settings,
                firstRequests,
                List.of(openLoop(Mode.KAFKA_3, 100, 40)),
                openLoops,
                capacities,
                drains,
                kills,
                new Floor(2_000, 100, List.of(15_000.0)));
    }

    private static OpenLoopRun openLoop(Mode mode, double rate, double millis) {
        Random random = new Random(mode.ordinal());
        List<Long> micros = IntStream.range(0, 2_000)
                .mapToObj(i -> Math.round(millis * 1_000 * Math.exp(random.nextGaussian() / 2)))
                .toList();
        LatencySummary summary = LatencySummary.of(micros);
        return new OpenLoopRun(mode, rate, HELD, 0, summary, summary, 0, 0.5, micros, micros);
    }

    private static DrainRun drain(Mode mode, int workers, int coupons, long away, double perSecond) {
        return new DrainRun(
                mode, workers, coupons, away, 100, HELD, List.of(perSecond), List.of(new ProgressPoint(1, 100)));
    }

    private static KillRun kill(Mode mode, Verdict verdict) {
        int pause = 2 + mode.ordinal();
        List<ProgressPoint> progress = IntStream.range(0, 24)
                .mapToObj(second -> new ProgressPoint(
                        second, second < 4 ? second * 4L : second < 4 + pause ? 16 : Math.min(100, second * 5L)))
                .toList();
        return new KillRun(mode, 200, 4, verdict, (double) pause, progress);
    }
}
