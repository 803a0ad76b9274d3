package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.plan.Mode;
import coupon.bench.report.DrainRun;
import coupon.bench.stat.ProgressPoint;
import coupon.core.domain.Coupon;
import coupon.core.domain.CouponIssueEvent;
import coupon.local.server.AppServer;
import coupon.verification.guarantee.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A backlog worked off by workers that are warm: it comes while they are frozen, through the product's own way into the
 * queue, and they are thawed when all of it is there.
 */
public final class DrainScenario {
    private static final int FILLED_AT_ONCE = 2_000;
    private static final Duration FILL_MAX = Duration.ofMinutes(2);
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    private final Bench bench;

    public DrainScenario(Bench bench) {
        this.bench = bench;
    }

    /** @param coupons over which the backlog is spread */
    public DrainRun play(Mode mode, int coupons, int requests, int repeats, long databaseAwayMillis) {
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
                mode,
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
        List<AppServer> workers = bench.runningWorkers();
        workers.forEach(AppServer::pause);
        try {
            answers.addAll(fill(coupons, requests));
        } catch (RuntimeException failed) {
            workers.forEach(AppServer::resume);
            throw failed;
        }
        try (IssuedWatch watch = IssuedWatch.of(bench.database(), Bench.ids(coupons))) {
            double thawed = watch.seconds();
            workers.forEach(AppServer::resume);
            await().atMost(DRAIN_MAX).pollInterval(Duration.ofMillis(10)).until(() -> watch.issued() >= requests);
            return watch.all().stream()
                    .map(point -> new ProgressPoint(Math.max(0, point.seconds() - thawed), point.issued()))
                    .toList();
        }
    }

    /** Requests a second that are refused by workers, because nothing of their coupon is left. */
    double soldOutPerSecond(int requests) {
        Coupon coupon = bench.couponBySql(0);
        List<AppServer> workers = bench.runningWorkers();
        workers.forEach(AppServer::pause);
        try {
            fill(List.of(coupon), requests);
        } finally {
            workers.forEach(AppServer::resume);
        }
        long since = System.nanoTime();
        String decided = "SELECT COUNT(*) FROM coupon_issue_request WHERE coupon_id = " + coupon.couponId();
        await().atMost(DRAIN_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> bench.database().number(decided) == requests);
        double perSecond = requests / ((System.nanoTime() - since) / 1e9);
        bench.emptyTables();
        return perSecond;
    }

    private List<Answer> fill(List<Coupon> coupons, int requests) {
        return Objects.requireNonNull(Flux.fromIterable(Requests.of(bench, coupons, requests))
                .flatMapSequential(this::put, FILLED_AT_ONCE)
                .collectList()
                .block(FILL_MAX));
    }

    private Mono<Answer> put(CouponIssueEvent event) {
        return bench.queueSide()
                .queue()
                .addCouponIssueRequest(event)
                .thenReturn(Answer.accepted(event.couponId(), event.userId(), event.eventId()));
    }
}
