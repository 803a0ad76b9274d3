package coupon.bench.scenario;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import coupon.bench.report.Mode;
import coupon.bench.report.Report.FirstRequests;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueResult;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The scenario of the original report, against an API that has just been started. */
record FirstRequestsScenario(Bench bench) {
    private static final int CONSECUTIVE = 5;
    private static final int WAITING = 3;
    private static final int AT_ONCE = 10;
    private static final int PATIENCE_SECONDS = 30;
    private static final int SECONDS_MAX = 3_600;
    private static final Duration REST_MAX = Duration.ofSeconds(60);

    /** @param onceAnswered runs when only decisions are waited for */
    FirstRequests play(Mode mode, Runnable onceAnswered) throws InterruptedException {
        Coupon coupon = bench.couponBySql(100); // before the start, so that no call has to make it
        bench.freshFor(mode);
        List<Sample> first = send(coupon, 1, 1, 0);
        List<Sample> consecutive = send(coupon, 1, CONSECUTIVE, 0);
        awaitDecided(coupon, 1 + CONSECUTIVE);
        List<Sample> atOnce = send(coupon, AT_ONCE, AT_ONCE, 0);
        onceAnswered.run();
        awaitDecided(coupon, 1 + CONSECUTIVE + AT_ONCE);
        double untilDecided = untilDecided(coupon, atOnce);
        List<Sample> waiting = send(coupon, 1, WAITING, PATIENCE_SECONDS);
        List<Sample> all = Stream.of(first, consecutive, waiting, atOnce)
                .flatMap(List::stream)
                .toList();
        return new FirstRequests(
                mode,
                new Judge(bench).judgeLoad(List.of(coupon), all),
                millis(first).get(0),
                millis(consecutive),
                millis(waiting),
                Bench.seconds(atOnce) * 1e3,
                untilDecided);
    }

    private List<Sample> send(Coupon coupon, int connections, int requests, int waitSeconds) {
        return bench.load.run(LoadPlan.closed(
                bench.stack.apiUrl(),
                List.of(coupon.couponId()),
                bench.newUsers(requests),
                connections,
                requests,
                SECONDS_MAX,
                waitSeconds));
    }

    /** By the request store, so that no call of the API comes in between. */
    private void awaitDecided(Coupon coupon, int requests) {
        await().atMost(REST_MAX)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bench.database.results(coupon.couponId()).size() >= requests);
    }

    private static List<Double> millis(List<Sample> samples) {
        return samples.stream()
                .map(sample -> (sample.answeredNanos() - sample.sentNanos()) / 1e6)
                .toList();
    }

    /** By the clock of the request store, which is the API's and the worker's: from when the first of them was taken. */
    private double untilDecided(Coupon coupon, List<Sample> samples) {
        Set<UUID> ids = samples.stream().map(Sample::requestId).collect(toSet());
        List<CouponIssueResult> rows = bench.database.results(coupon.couponId()).stream()
                .filter(row -> ids.contains(row.eventId()))
                .toList();
        Instant from =
                Collections.min(rows, comparing(CouponIssueResult::requestedAt)).requestedAt();
        Instant to =
                Collections.max(rows, comparing(CouponIssueResult::decidedAt)).decidedAt();
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
