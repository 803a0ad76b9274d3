package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import coupon.bench.report.Report.DrainRun;
import coupon.bench.report.Report.ProgressPoint;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A backlog worked off by workers that are warm: it comes while they are frozen, through the product's own way into the
 * queue, and they are thawed when all of it is there.
 */
record DrainScenario(Bench bench) {
    private static final int FILLED_AT_ONCE = 2_000;
    private static final Duration FILL_MAX = Duration.ofMinutes(2);
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);
    /** The API's kind of ids: they rise with time, which the database's index rewards. */
    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    /** @param coupons over which the backlog is spread */
    DrainRun play(int coupons, int requests, int repeats, long databaseAwayMillis) {
        List<Coupon> all = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        List<ProgressPoint> progress = List.of();
        for (int repeat = 0; repeat < repeats; repeat++) {
            List<Coupon> wanted = bench.coupons(coupons, requests);
            all.addAll(wanted);
            progress = drain(wanted, requests, answers);
            ProgressPoint end = progress.get(progress.size() - 1);
            perSecond.add(end.issued() / end.seconds());
        }
        return new DrainRun(
                bench.mode(),
                bench.runningWorkers().size(),
                coupons,
                databaseAwayMillis,
                requests,
                new Judge(bench).judge(all, answers),
                perSecond,
                progress);
    }

    /** Returns how the number of issued coupons rose after the thaw. */
    private List<ProgressPoint> drain(List<Coupon> coupons, int requests, List<Answer> answers) {
        try (IssuedWatch watch = new IssuedWatch(bench.database, coupons)) {
            double thawed = watch.seconds(fill(coupons, requests, answers));
            await().atMost(DRAIN_MAX).pollInterval(Duration.ofMillis(10)).until(() -> watch.issued() >= requests);
            return watch.all().stream()
                    .map(point -> new ProgressPoint(Math.max(0, point.seconds() - thawed), point.issued()))
                    .toList();
        }
    }

    /** Requests a second that are refused by workers, because nothing of their coupon is left. */
    double soldOutPerSecond(int requests) {
        Coupon coupon = bench.couponBySql(0);
        long thawed = fill(List.of(coupon), requests, new ArrayList<>());
        String decided = "SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + coupon.couponId();
        await().atMost(DRAIN_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> bench.database.number(decided) == requests);
        double perSecond = requests / ((System.nanoTime() - thawed) / 1e9);
        bench.emptyTables();
        return perSecond;
    }

    /** Returns when the workers were thawed, by {@link System#nanoTime()}. */
    private long fill(List<Coupon> coupons, int requests, List<Answer> answers) {
        List<AppServer> workers = bench.runningWorkers();
        workers.forEach(AppServer::pause);
        try {
            answers.addAll(Objects.requireNonNull(Flux.fromIterable(requests(coupons, requests))
                    .flatMapSequential(this::put, FILLED_AT_ONCE)
                    .collectList()
                    .block(FILL_MAX)));
            return System.nanoTime();
        } finally {
            workers.forEach(AppServer::resume);
        }
    }

    /** As the API makes them, of users who have never asked before; they take the coupons in turn. */
    private List<CouponIssueEvent> requests(List<Coupon> coupons, int requests) {
        long firstUser = bench.newUsers(requests);
        Instant now = Instant.now();
        List<CouponIssueEvent> events = new ArrayList<>(requests);
        for (int number = 0; number < requests; number++) {
            long couponId = coupons.get(number % coupons.size()).couponId();
            events.add(new CouponIssueEvent(IDS.generate(), firstUser + number, couponId, now));
        }
        return events;
    }

    private Mono<Answer> put(CouponIssueEvent event) {
        return bench.queue
                .service()
                .addCouponIssueRequest(event)
                .thenReturn(Answer.accepted(event.couponId(), event.userId(), event.eventId()));
    }
}
