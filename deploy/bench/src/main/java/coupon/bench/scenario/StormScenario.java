package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.bench.report.Report.Verdict;
import coupon.bench.report.SpeedFigure;
import coupon.bench.report.Stat;
import coupon.core.domain.Coupon;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.Sample;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests on 64 connections, as fast as they are answered. */
record StormScenario(Bench bench) {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS_MAX = 400_000;
    private static final int SECONDS = 5;
    private static final int WARM_UPS = 6;
    private static final int REPEATS = 3;
    private static final Duration REST_MAX = Duration.ofMinutes(3);

    /** P1 and P2. */
    List<SpeedFigure> answering(BareServer bare) {
        bench.stopWorkers();
        URI api = bench.stack.apiUrl();
        List<Coupon> plenty = bench.coupons(1, 1_000_000_000);
        List<Coupon> soldOut = List.of(bench.couponBySql(0));
        List<Sample> accepted = new ArrayList<>();
        List<Double> accepts = new ArrayList<>();
        List<Double> refusals = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        for (int round = 0; round < WARM_UPS + REPEATS; round++) {
            List<Sample> samples = storm(api, plenty, SECONDS);
            accepted.addAll(samples);
            accepts.add(perSecond(samples, 202));
            refusals.add(perSecond(storm(api, soldOut, SECONDS), 409));
            floors.add(perSecond(storm(bare.uri, plenty, SECONDS), 202));
            bench.run.say("%.0f accepted, %.0f refused, %.0f of the floor a second"
                    .formatted(accepts.get(round), refusals.get(round), floors.get(round)));
        }
        bench.workers(1, Mode.KAFKA_1);
        Verdict verdict = new Judge(bench).judgeLoad(plenty, accepted);
        double floor = verdict.figure(warmMedian(floors));
        return List.of(
                SpeedFigure.ratio("P1", "accepted/s, no workers / bare endpoint", warmMedian(accepts), floor, 0.75),
                SpeedFigure.ratio("P2", "sold-out refusals/s / bare endpoint", warmMedian(refusals), floor, 0.9));
    }

    /** L6. */
    List<SpeedFigure> capacity() {
        URI api = bench.stack.apiUrl();
        List<Coupon> coupons = bench.coupons(KafkaObserver.PARTITIONS, 1_000_000);
        List<Coupon> soldOut = List.of(bench.couponBySql(0));
        storm(api, soldOut, SECONDS);
        double refusals = perSecond(storm(api, soldOut, SECONDS), 409);
        long since = System.nanoTime();
        List<Sample> samples = storm(api, coupons, 2 * SECONDS);
        bench.system.awaitDecided(coupons, REST_MAX);
        double seconds = (System.nanoTime() - since) / 1e9;
        Verdict verdict = new Judge(bench).judgeLoad(coupons, samples);
        double decided = samples.stream().filter(Sample::isAccepted).count() / seconds;
        String what = "accepted and decided/s / sold-out refusals/s";
        return List.of(SpeedFigure.ratio("L6", what, verdict.figure(decided), refusals, 0.4));
    }

    private List<Sample> storm(URI api, List<Coupon> coupons, int seconds) {
        long firstUser = bench.newUsers(REQUESTS_MAX);
        return bench.load.run(
                LoadPlan.closed(api, Bench.ids(coupons), firstUser, CONNECTIONS, REQUESTS_MAX, seconds, 0));
    }

    /** Responses with this status. */
    private static double perSecond(List<Sample> samples, int status) {
        return samples.stream().filter(sample -> sample.status() == status).count() / Bench.seconds(samples);
    }

    private static double warmMedian(List<Double> rounds) {
        return Stat.median(rounds.subList(WARM_UPS, rounds.size()));
    }
}
