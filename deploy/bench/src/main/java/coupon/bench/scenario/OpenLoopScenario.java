package coupon.bench.scenario;

import coupon.bench.report.LatencySummary;
import coupon.bench.report.Mode;
import coupon.bench.report.Report.Capacity;
import coupon.bench.report.Report.OpenLoopRun;
import coupon.core.domain.Coupon;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Requests at a constant rate; every second one waits for its coupon. */
record OpenLoopScenario(Bench bench) {
    private static final int WAIT_SECONDS = 10;

    /** For one coupon in each partition. */
    OpenLoopRun play(double rate, Duration duration) {
        return play(KafkaObserver.PARTITIONS, rate, duration, WAIT_SECONDS, () -> {});
    }

    /** For one coupon. */
    OpenLoopRun playOneCoupon(double rate, Duration duration) {
        return play(1, rate, duration, WAIT_SECONDS, () -> {});
    }

    /**
     * For so many coupons.
     *
     * @param waitSeconds how long those wait who wait
     * @param onceAnswered runs when all are answered, before what is undecided is waited for
     */
    OpenLoopRun play(int count, double rate, Duration duration, int waitSeconds, Runnable onceAnswered) {
        Mode mode = bench.mode();
        List<Coupon> coupons = bench.coupons(count, 1_000_000);
        List<Sample> samples = bench.load.run(bench.openLoop(coupons, rate, duration, waitSeconds));
        onceAnswered.run();
        List<Long> answer = micros(samples, sample -> !sample.waited(), Sample::latencyMicros);
        List<Long> issued = micros(samples, Sample::waited, Sample::latencyMicros);
        List<Long> sendDelay =
                micros(samples, sample -> true, sample -> (sample.sentNanos() - sample.dueNanos()) / 1_000);
        return new OpenLoopRun(
                mode,
                rate,
                new Judge(bench).judgeLoad(coupons, samples),
                count(samples, sample -> !sample.isAccepted() && !sample.isIssued()),
                LatencySummary.of(answer),
                LatencySummary.of(issued),
                count(samples, sample -> sample.waited() && sample.isAccepted()),
                LatencySummary.of(sendDelay).p99(),
                answer,
                issued);
    }

    /** Rising rates, until one is too much. */
    Capacity capacity(List<Integer> rates, Duration step) {
        List<OpenLoopRun> steps = new ArrayList<>();
        for (int rate : rates) {
            OpenLoopRun run = play(rate, step);
            steps.add(run);
            bench.run.say(
                    run.mode(),
                    "%,d/s: p99 answered %.0f ms, issued %.0f ms"
                            .formatted(rate, run.answer().p99(), run.issued().p99()));
            if (!run.answersInTime()) {
                break;
            }
        }
        return new Capacity(bench.mode(), steps);
    }

    private static List<Long> micros(List<Sample> samples, Predicate<Sample> which, ToLongFunction<Sample> micros) {
        return samples.stream().filter(which).mapToLong(micros).boxed().toList();
    }

    private static int count(List<Sample> samples, Predicate<Sample> which) {
        return (int) samples.stream().filter(which).count();
    }
}
