package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.plan.Mode;
import coupon.bench.report.FirstRequests;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The scenario of the original report, against an API that has just been started. */
public final class FirstRequestsScenario {
    private static final int CONSECUTIVE = 5;
    private static final int WAITING = 3;
    private static final int AT_ONCE = 10;
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration REST_MAX = Duration.ofSeconds(60);

    private final Bench bench;

    public FirstRequestsScenario(Bench bench) {
        this.bench = bench;
    }

    public FirstRequests play(Mode mode) throws InterruptedException {
        return play(mode, () -> {});
    }

    /** @param onceAnswered runs when only decisions are waited for */
    public FirstRequests play(Mode mode, Runnable onceAnswered) throws InterruptedException {
        Coupon coupon = bench.couponBySql(100); // before the start, so that no call has to make it
        bench.freshFor(mode);
        List<Sample> first = bench.run(bench.oneByOne(coupon, 1, 0));
        List<Sample> consecutive = bench.run(bench.oneByOne(coupon, CONSECUTIVE, 0));
        awaitDecided(coupon, 1 + CONSECUTIVE);
        List<Sample> atOnce = bench.run(bench.atOnce(coupon, AT_ONCE));
        onceAnswered.run();
        awaitDecided(coupon, 1 + CONSECUTIVE + AT_ONCE);
        double untilDecided = untilDecided(coupon, atOnce);
        List<Sample> waiting = bench.run(bench.oneByOne(coupon, WAITING, PATIENCE_SECONDS));
        List<Sample> all = Stream.of(first, consecutive, waiting, atOnce)
                .flatMap(List::stream)
                .toList();
        return new FirstRequests(
                mode,
                new Judge(bench).judgeLoad(List.of(coupon), all),
                millis(first).get(0),
                millis(consecutive),
                millis(waiting),
                span(atOnce),
                untilDecided);
    }

    /** By the request store, so that no call of the API comes in between. */
    private void awaitDecided(Coupon coupon, int requests) {
        await().atMost(REST_MAX)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bench.database().results(coupon.couponId()).size() >= requests);
    }

    private static List<Double> millis(List<Sample> samples) {
        return samples.stream()
                .map(sample -> (sample.answeredNanos() - sample.sentNanos()) / 1e6)
                .toList();
    }

    private static double span(List<Sample> samples) {
        long from = samples.stream().mapToLong(Sample::sentNanos).min().orElseThrow();
        long to = samples.stream().mapToLong(Sample::answeredNanos).max().orElseThrow();
        return (to - from) / 1e6;
    }

    /** By the clock of the request store, which is the API's and the worker's: from when the first of them was taken. */
    private double untilDecided(Coupon coupon, List<Sample> samples) {
        List<CouponIssueResult> rows = new ArrayList<>();
        for (CouponIssueResult row : bench.database().results(coupon.couponId())) {
            if (samples.stream().anyMatch(sample -> row.eventId().equals(sample.requestId()))) {
                rows.add(row);
            }
        }
        Instant from = rows.stream()
                .map(CouponIssueResult::requestedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant to = rows.stream()
                .map(CouponIssueResult::decidedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
