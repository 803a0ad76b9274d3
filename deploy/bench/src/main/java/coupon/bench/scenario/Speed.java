package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.bench.report.SpeedFigure;
import coupon.bench.report.Stat;
import coupon.local.server.AppServer;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.testkit.ProcessUse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
    private final List<SpeedFigure> figures = new ArrayList<>();

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
    }

    public List<SpeedFigure> play() throws IOException, InterruptedException {
        if (wants("L2 L3")) {
            run.say("deploy/local/up, and requests from its first second on");
            keep(new UpScenario(run).play());
        }
        if (wants("L1 P1 P2")) {
            againstBare();
        }
        if (wants("L4 L5 L6 L7 L8 P3 P4 P7 P8 P9 N1 V1")) {
            warm();
        }
        return figures;
    }

    private void againstBare() throws IOException {
        run.say("starting the stack");
        try (Bench bench = Bench.start(run, Mode.KAFKA_3, List.of());
                BareServer bare = new BareServer(run)) {
            if (wants("L1")) {
                keep(List.of(starts(bench.stack.workers().get(0), bare), starts(bench.stack.api(), bare)));
            }
            var storm = new StormScenario(bench);
            measure(
                    "P1 P2",
                    "acceptances and refusals against an endpoint that does nothing",
                    () -> storm.answering(bare));
        }
    }

    private static SpeedFigure starts(AppServer app, BareServer bare) {
        double used = ProcessUse.cpuSeconds(app.pid());
        double floor = bare.cpuSecondsToReady;
        Map<String, Double> parts = Map.of("s", used, "bare s", floor);
        return SpeedFigure.atMost("L1", app.name() + ": CPU to ready / bare", used / floor, "", 2, parts);
    }

    private void warm() {
        double kafka3;
        double kafka1;
        try (Bench bench = Bench.start(run, Mode.KAFKA_3, List.of())) {
            var warmUp = new WarmUpScenario(bench);
            if (wants("L4 L5 L6 L7 L8 P7 V1")) {
                run.say("warming up");
                warmUp.play(LIVE_WARM_UP_MAX);
            }
            live(bench);
            kafka3 = highestRate(bench);
            if (wants("L7 P3 P4 P8 P9")) {
                bench.workers(1, Mode.KAFKA_1);
                warmUp.play(WARM_UP_MAX);
            }
            kafka1 = highestRate(bench);
            measure("P3 P4 P8", "backlogs", () -> backlog(bench));
            measure("N1", "numbers of winners", () -> new SqlFloor(bench).numbers(BACKLOG, REPEATS));
            measure("P9", "a database that is far away", () -> farAway(bench));
        }
        measure("L7", "Redis tuned", () -> againstRedis(kafka1, kafka3));
    }

    private void live(Bench bench) {
        var live = new LiveScenario(bench);
        if (only.contains("V1")) { // three more minutes
            measure("V1", "viewers of the operations page", () -> new ViewersScenario(bench).play(viewersPhase));
        }
        measure("L5 L8 P7", "a constant rate, one coupon", () -> live.steady(1));
        measure("L5 L8 P7", "a constant rate, three coupons", () -> live.steady(KafkaObserver.PARTITIONS));
        measure("L4", "a worker and an API instance join", live::joining);
        measure("L6", "live capacity", new StormScenario(bench)::capacity);
    }

    private List<SpeedFigure> backlog(Bench bench) {
        List<SpeedFigure> measured = new ArrayList<>();
        double floor = Stat.median(new SqlFloor(bench).play(BACKLOG, REPEATS).perSecond());
        double winners = drain(bench, 1, BACKLOG, REPEATS);
        measured.add(
                SpeedFigure.ratio("P3", "drain of 200 000 winners of one coupon / SQL alone", winners, floor, 0.7));
        if (wants("P4")) {
            double refused = new DrainScenario(bench).soldOutPerSecond(BACKLOG);
            measured.add(SpeedFigure.ratio("P4", "the same, all sold out / SQL alone", refused, floor, 0.7));
        }
        if (wants("P8")) {
            fillHoldings(bench);
            double full = drain(bench, 1, BACKLOG, 1);
            String what = "drain with " + rows + " issued rows / without";
            measured.add(SpeedFigure.ratio("P8", what, full, winners, 0.6));
        }
        return measured;
    }

    /** Issued coupons of a coupon that nothing else asks for, beside those that are measured. */
    private void fillHoldings(Bench bench) {
        for (int from = 1; from <= rows; from += ROWS_AT_ONCE) {
            int to = Math.min(rows, from + ROWS_AT_ONCE - 1);
            bench.database.execute("INSERT INTO user_coupon (coupon_id, user_id, number) SELECT " + Long.MAX_VALUE
                    + ", seq, seq FROM seq_" + from + "_to_" + to);
        }
    }

    private List<SpeedFigure> farAway(Bench bench) {
        int few = WarmUpScenario.BACKLOG;
        try (SlowDatabase slow = new SlowDatabase(bench)) {
            slow.workers(1);
            drain(bench, KafkaObserver.PARTITIONS, few, 1);
            double one = drain(bench, KafkaObserver.PARTITIONS, 3 * few, 1);
            double single = drain(bench, 1, few, 1);
            slow.workers(KafkaObserver.PARTITIONS);
            drain(bench, KafkaObserver.PARTITIONS, few, 1);
            double three = drain(bench, KafkaObserver.PARTITIONS, 3 * few, 1);
            return List.of(
                    SpeedFigure.ratio("P9", "three workers / one, three coupons, database 5 ms away", three, one, 2.5),
                    SpeedFigure.ratio("P9", "the same / one worker, one coupon", three, single, 2.5));
        }
    }

    private List<SpeedFigure> againstRedis(double kafka1, double kafka3) {
        try (Bench bench = Bench.start(run, Mode.REDIS_TUNED, List.of())) {
            new WarmUpScenario(bench).play(WARM_UP_MAX);
            double redis = highestRate(bench);
            String what = "highest rate within 100 ms: Kafka, %d worker%s / Redis tuned";
            return List.of(
                    SpeedFigure.ratio("L7", what.formatted(1, ""), kafka1, redis, 1),
                    SpeedFigure.ratio("L7", what.formatted(3, "s"), kafka3, redis, 1));
        }
    }

    /** At which 99 of 100 have their coupon within 100 ms; 0 if at none, or if nobody wants to know. */
    private double highestRate(Bench bench) {
        return wants("L7")
                ? new OpenLoopScenario(bench).capacity(RATES, CAPACITY_STEP).issuesPerSecond()
                : 0;
    }

    /** Coupons issued a second, NaN if a guarantee was broken. */
    private static double drain(Bench bench, int coupons, int requests, int repeats) {
        return new DrainScenario(bench).play(coupons, requests, repeats, 0).medianPerSecond();
    }

    private void measure(String ids, String what, Supplier<List<SpeedFigure>> scenario) {
        if (wants(ids)) {
            run.say(what);
            keep(scenario.get());
        }
    }

    private void keep(List<SpeedFigure> measured) {
        measured.forEach(figure -> run.say("%s %.2f".formatted(figure.id(), figure.value())));
        figures.addAll(measured);
    }

    /** Any of them. */
    private boolean wants(String ids) {
        return only.isEmpty() || Stream.of(ids.split(" ")).anyMatch(only::contains);
    }
}
