package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import coupon.bench.report.Capacity;
import coupon.bench.report.OpenLoopRun;
import coupon.bench.report.Verdict;
import coupon.bench.stat.LatencySummary;
import coupon.core.domain.Coupon;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests at a constant rate, for one coupon in each line; every second one waits for its coupon. */
public final class OpenLoopScenario {
    private static final int WAIT_EVERY = 2;
    private static final int COUPONS = 3;

    private final Bench bench;
    private final int waitSeconds;

    /** @param waitSeconds how long those wait who wait */
    public OpenLoopScenario(Bench bench, int waitSeconds) {
        this.bench = bench;
        this.waitSeconds = waitSeconds;
    }

    public OpenLoopRun play(Mode mode, double rate, Duration duration) {
        return play(mode, rate, duration, () -> {});
    }

    /** @param beforeTheVerdict runs when all are answered; must let what is left in line be decided */
    public OpenLoopRun play(Mode mode, double rate, Duration duration, Runnable beforeTheVerdict) {
        List<Coupon> coupons = bench.coupons(COUPONS, 1_000_000);
        LoadPlan plan = bench.openLoop(coupons, rate, duration, WAIT_EVERY, waitSeconds);
        List<Sample> samples = bench.run(plan);
        beforeTheVerdict.run();
        Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
        return figures(mode, rate, samples, verdict);
    }

    /** Rising rates, until one is too much. */
    public Capacity capacity(Mode mode, List<Integer> rates, Duration step, Progress progress) {
        List<OpenLoopRun> steps = new ArrayList<>();
        for (int rate : rates) {
            OpenLoopRun run = play(mode, rate, step);
            steps.add(run);
            progress.say(
                    mode,
                    "%,d/s: p99 answered %.0f ms, issued %.0f ms"
                            .formatted(rate, run.answer().p99(), run.issued().p99()));
            if (!run.answersWithin(Capacity.P99_MAX_MILLIS)) {
                break;
            }
        }
        return new Capacity(mode, steps);
    }

    static OpenLoopRun figures(Mode mode, double rate, List<Sample> samples, Verdict verdict) {
        List<Sample> waiting = samples.stream().filter(Sample::waited).toList();
        List<Long> answer = samples.stream()
                .filter(sample -> !sample.waited())
                .map(Sample::latencyMicros)
                .toList();
        List<Long> issued = waiting.stream().map(Sample::latencyMicros).toList();
        List<Long> sendDelay = samples.stream()
                .map(sample -> (sample.sentNanos() - sample.dueNanos()) / 1_000)
                .toList();
        return new OpenLoopRun(
                mode,
                rate,
                verdict,
                (int) samples.stream()
                        .filter(sample -> !sample.isAccepted() && !sample.isIssued())
                        .count(),
                LatencySummary.of(answer),
                LatencySummary.of(issued),
                (int) waiting.stream().filter(Sample::isAccepted).count(),
                LatencySummary.of(sendDelay).p99(),
                answer,
                issued);
    }
}
