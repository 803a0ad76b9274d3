package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.bench.report.SpeedFigure;
import coupon.bench.report.Stat;
import coupon.local.server.AppServer;
import coupon.verification.testkit.ProcessUse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All measures of speed in one run: ratios to a floor that is measured beside them. */
public final class Speed {
    private static final int REPEATS = 3;
    private static final int BACKLOG = 200_000;
    private static final int ROWS_AT_ONCE = 500_000;
    /** More JVMs than cores need as long until their compilers come to rest. */
    private static final Duration LIVE_WARM_UP_MAX = Duration.ofSeconds(170);

    private static final Duration WARM_UP_MAX = Duration.ofSeconds(40);
    private static final Duration CAPACITY_STEP = Duration.ofSeconds(5);
    private static final List<Integer> RATES = List.of(250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000);

    private final BenchRun run;
    private final Set<String> only;
    private final int rows;
    private final Duration viewersPhase;
    private final SpeedFigures figures;

    /**
     * @param only the measures that are wanted, all if empty
     * @param rows how many issued coupons P8 puts into the database
     * @param viewersPhase how long each of V1's phases lasts
     */
    public Speed(BenchRun run, Set<String> only, int rows, Duration viewersPhase) {
        this.run = run;
        this.only = Set.copyOf(only);
        this.rows = rows;
        this.viewersPhase = viewersPhase;
        this.figures = new SpeedFigures(run);
    }

    public List<SpeedFigure> play() throws IOException, InterruptedException {
        if (wants("L2 L3")) {
            run.say("deploy/local/up, and requests from its first second on");
            new UpScenario(run).play(figures);
        }
        if (wants("L1 P1 P2")) {
            againstBare();
        }
        if (wants("L4 L5 L6 L7 L8 P3 P4 P7 P8 P9 N1 V1")) {
            warm();
        }
        return figures.all();
    }

    private void againstBare() throws IOException {
        run.say("starting the stack");
        try (Bench bench = Bench.start(run, run.directory, Mode.KAFKA_3, List.of());
                BareServer bare = BareServer.start(run)) {
            if (wants("L1")) {
                starts(bench.stack.workers().get(0), bare);
                starts(bench.stack.api(), bare);
            }
            var storm = new StormScenario(bench, figures);
            measure(
                    "P1 P2",
                    "acceptances and refusals against an endpoint that does nothing",
                    () -> storm.answering(bare));
        }
    }

    private void starts(AppServer app, BareServer bare) {
        double used = ProcessUse.cpuSeconds(app.pid());
        double floor = bare.cpuSecondsToReady;
        Map<String, Double> parts = Map.of("s", used, "bare s", floor);
        figures.atMost("L1", app.name() + ": CPU to ready / bare", true, used / floor, "", 2, parts);
    }

    private void warm() {
        double kafka3 = 0;
        double kafka1 = 0;
        try (Bench bench = Bench.start(run, run.directory.resolve("live"), Mode.KAFKA_3, List.of())) {
            var warmUp = new WarmUpScenario(bench);
            measure("L4 L5 L6 L7 L8 P7 V1", "warming up", () -> warmUp.play(Mode.KAFKA_3, LIVE_WARM_UP_MAX));
            live(bench);
            if (wants("L7")) {
                kafka3 = highestRate(bench, Mode.KAFKA_3);
            }
            if (wants("L7 P3 P4 P8 P9")) {
                bench.workers(1, Mode.KAFKA_1);
                warmUp.play(Mode.KAFKA_1, WARM_UP_MAX);
            }
            if (wants("L7")) {
                kafka1 = highestRate(bench, Mode.KAFKA_1);
            }
            measure("P3 P4 P8", "backlogs", () -> backlog(bench));
            measure("N1", "numbers of winners", () -> numbers(bench));
            measure("P9", "a database that is far away", () -> farAway(bench));
        }
        if (wants("L7")) {
            againstRedis(kafka1, kafka3);
        }
    }

    private void live(Bench bench) {
        var live = new LiveScenario(bench, figures);
        if (only.contains("V1")) {
            run.say("viewers of the operations page");
            new ViewersScenario(bench, figures).play(viewersPhase);
        }
        measure("L5 L8 P7", "a constant rate, one coupon", () -> live.steady(1));
        measure("L5 L8 P7", "a constant rate, three coupons", () -> live.steady(KafkaSide.PARTITIONS));
        measure("L4", "a worker and an API instance join", live::joining);
        measure("L6", "live capacity", new StormScenario(bench, figures)::capacity);
    }

    private void numbers(Bench bench) {
        double share = new SqlFloor(bench).numberedShare(BACKLOG, REPEATS);
        figures.atLeast("N1", "SQL of winners, with their numbers / without", share, 0.95, Map.of());
    }

    private void backlog(Bench bench) {
        double floor = Stat.median(new SqlFloor(bench).play(BACKLOG, REPEATS).perSecond());
        double winners = drain(bench, 1, BACKLOG, REPEATS);
        figures.ratio("P3", "drain of 200 000 winners of one coupon / SQL alone", true, winners, floor, 0.7);
        if (wants("P4")) {
            double refused = new DrainScenario(bench).soldOutPerSecond(BACKLOG);
            figures.ratio("P4", "the same, all sold out / SQL alone", true, refused, floor, 0.7);
        }
        if (wants("P8")) {
            fillHoldings(bench);
            double full = drain(bench, 1, BACKLOG, 1);
            figures.ratio("P8", "drain with " + rows + " issued rows / without", true, full, winners, 0.6);
        }
    }

    /** Issued coupons of a coupon that nothing else asks for, beside those that are measured. */
    private void fillHoldings(Bench bench) {
        for (int from = 1; from <= rows; from += ROWS_AT_ONCE) {
            int to = Math.min(rows, from + ROWS_AT_ONCE - 1);
            bench.database.execute("INSERT INTO user_coupon (coupon_id, user_id, number) SELECT " + Long.MAX_VALUE
                    + ", seq, seq FROM seq_" + from + "_to_" + to);
        }
    }

    private void farAway(Bench bench) {
        int few = WarmUpScenario.BACKLOG;
        try (SlowDatabase slow = new SlowDatabase(bench)) {
            slow.workers(1, Mode.KAFKA_1);
            drain(bench, KafkaSide.PARTITIONS, few, 1);
            double one = drain(bench, KafkaSide.PARTITIONS, 3 * few, 1);
            double single = drain(bench, 1, few, 1);
            slow.workers(KafkaSide.PARTITIONS, Mode.KAFKA_3);
            drain(bench, KafkaSide.PARTITIONS, few, 1);
            double three = drain(bench, KafkaSide.PARTITIONS, 3 * few, 1);
            figures.ratio("P9", "three workers / one, three coupons, database 5 ms away", true, three, one, 2.5);
            figures.ratio("P9", "the same / one worker, one coupon", true, three, single, 2.5);
        }
    }

    private void againstRedis(double kafka1, double kafka3) {
        try (Bench bench = Bench.start(run, run.directory, Mode.REDIS_TUNED, List.of())) {
            new WarmUpScenario(bench).play(Mode.REDIS_TUNED, WARM_UP_MAX);
            double redis = highestRate(bench, Mode.REDIS_TUNED);
            figures.ratio("L7", "highest rate within 100 ms: Kafka, 1 worker / Redis tuned", true, kafka1, redis, 1);
            figures.ratio("L7", "highest rate within 100 ms: Kafka, 3 workers / Redis tuned", true, kafka3, redis, 1);
        }
    }

    /** At which 99 of 100 have their coupon within 100 ms; 0 if at none. */
    private double highestRate(Bench bench, Mode mode) {
        return new OpenLoopScenario(bench)
                .capacity(mode, RATES, CAPACITY_STEP, run)
                .issuesPerSecond();
    }

    /** Coupons issued a second, NaN if a guarantee was broken. */
    private static double drain(Bench bench, int coupons, int requests, int repeats) {
        return new DrainScenario(bench)
                .play(Mode.KAFKA_1, coupons, requests, repeats, 0)
                .medianPerSecond();
    }

    private void measure(String ids, String what, Runnable scenario) {
        if (wants(ids)) {
            run.say(what);
            scenario.run();
        }
    }

    /** Any of them. */
    private boolean wants(String ids) {
        return only.isEmpty() || Stream.of(ids.split(" ")).anyMatch(only::contains);
    }
}
