package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import coupon.bench.report.SpeedFigure;
import coupon.bench.stat.Median;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.verification.testkit.ProcessUse;
import coupon.verification.testkit.load.LoadProcess;
import coupon.verification.testkit.load.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** All measures of speed in one run: ratios to a floor that is measured beside them. */
public final class Speed {
    private static final int REPEATS = 3;
    private static final int WARM_UP_SECONDS = 15;
    private static final int BACKLOG = 200_000;
    private static final int WARM_UP_BACKLOG = 20_000;
    /** More JVMs than cores need as long until their compilers come to rest. */
    private static final Duration LIVE_WARM_UP_MAX = Duration.ofSeconds(170);

    private static final Duration WARM_UP_MAX = Duration.ofSeconds(40);
    private static final Duration DATABASE_AWAY = Duration.ofMillis(5);
    private static final List<Integer> RATES = List.of(250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000);

    private final Path home;
    private final Path directory;
    private final Set<String> only;
    private final int rows;
    private final Duration viewersPhase;
    private final Progress progress;
    private final SpeedFigures figures;

    /**
     * @param directory for data and logs; made if missing
     * @param only the measures that are wanted, all if empty
     * @param rows how many issued coupons P8 puts into the database
     * @param viewersPhase how long each of V1's phases lasts
     */
    public Speed(Path home, Path directory, Set<String> only, int rows, Duration viewersPhase, Progress progress) {
        this.home = home;
        this.directory = directory;
        this.only = Set.copyOf(only);
        this.rows = rows;
        this.viewersPhase = viewersPhase;
        this.progress = progress;
        this.figures = new SpeedFigures(progress);
    }

    public List<SpeedFigure> run() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (LoadProcess load = LoadProcess.start(directory)) {
            if (wants("L2", "L3")) {
                progress.say("deploy/local/up, and requests from its first second on");
                figures.addAll(new UpScenario(home, directory.resolve("up"), load).play());
            }
            if (wants("L1", "L4", "L5", "L6", "L7", "L8", "P1", "P2", "P3", "P4", "P7", "P8", "P9", "N1", "V1")) {
                kafka(load);
            }
        }
        return figures.all();
    }

    private void kafka(LoadProcess load) throws IOException, InterruptedException {
        if (wants("L1", "P1", "P2")) {
            progress.say("starting the stack");
            try (Bench bench = Bench.start(home, directory, Mode.KAFKA_3, List.of(), load);
                    BareServer bare = BareServer.start(home, directory)) {
                if (wants("L1")) {
                    start(bench, bare);
                }
                if (wants("P1", "P2")) {
                    progress.say("acceptances and refusals against an endpoint that does nothing");
                    accepting(bench, bare);
                }
            }
        }
        if (!wants("L4", "L5", "L6", "L7", "L8", "P3", "P4", "P7", "P8", "P9", "N1", "V1")) {
            return;
        }
        double kafka3 = 0;
        double kafka1 = 0;
        try (Bench bench = Bench.start(home, directory.resolve("live"), Mode.KAFKA_3, List.of(), load)) {
            var live = new LiveScenario(bench, figures);
            if (wants("L4", "L5", "L6", "L7", "L8", "P7", "V1")) {
                progress.say("warming up");
                new WarmUpScenario(bench).play(Mode.KAFKA_3, LIVE_WARM_UP_MAX, WARM_UP_BACKLOG);
            }
            if (only.contains("V1")) {
                progress.say("viewers of the operations page");
                figures.addAll(new ViewersScenario(bench, viewersPhase).play());
            }
            if (wants("L5", "L8", "P7")) {
                progress.say("a constant rate");
                live.steady(1);
                live.steady(Partitions.COUNT);
            }
            if (wants("L4")) {
                progress.say("a worker and an API instance join");
                live.joining();
            }
            if (wants("L6")) {
                progress.say("live capacity");
                live.capacity();
            }
            if (wants("L7")) {
                kafka3 = highestRate(bench, Mode.KAFKA_3);
            }
            if (wants("L7", "P3", "P4", "P8", "P9")) {
                bench.workers(1, Mode.KAFKA_1);
                new WarmUpScenario(bench).play(Mode.KAFKA_1, WARM_UP_MAX, WARM_UP_BACKLOG);
            }
            if (wants("L7")) {
                kafka1 = highestRate(bench, Mode.KAFKA_1);
            }
            if (wants("P3", "P4", "P8")) {
                progress.say("backlogs");
                backlog(bench);
            }
            if (wants("N1")) {
                progress.say("numbers of winners");
                double share = new FloorScenario(bench).numberedShare(BACKLOG, REPEATS);
                figures.add(SpeedFigure.atLeast(
                        "N1", "SQL of winners, with their numbers / without", share, "", 0.95, Map.of()));
            }
            if (wants("P9")) {
                progress.say("a database that is far away");
                farAway(bench);
            }
        }
        if (wants("L7")) {
            againstRedis(load, kafka1, kafka3);
        }
    }

    private void start(Bench bench, BareServer bare) {
        double floor = bare.cpuSecondsToReady();
        for (AppServer app : bench.applications()) {
            if (app == bench.api() || app == bench.workers().get(0)) {
                double used = ProcessUse.cpuSeconds(app.pid());
                figures.add(SpeedFigure.atMost(
                        "L1",
                        app.name() + ": CPU to ready / bare",
                        used / floor,
                        "",
                        2,
                        Map.of("s", used, "bare s", floor)));
            }
        }
    }

    private void accepting(Bench bench, BareServer bare) throws InterruptedException {
        bench.stopWorkers();
        Coupon plenty = bench.coupons(1, 1_000_000_000).get(0);
        Coupon soldOut = bench.coupons(1, 1_000_000_000).get(0);
        bench.database().execute("UPDATE coupon SET stock = 0 WHERE coupon_id = " + soldOut.couponId());
        List<Sample> accepted = new ArrayList<>();
        DoubleSupplier accepting = () -> {
            List<Sample> samples = bench.run(Saturation.of(bench, List.of(plenty), Saturation.SECONDS));
            accepted.addAll(samples);
            return Saturation.perSecond(samples, 202);
        };
        DoubleSupplier refusing =
                () -> Saturation.perSecond(bench.run(Saturation.of(bench, List.of(soldOut), Saturation.SECONDS)), 409);
        DoubleSupplier doingNothing = () -> Saturation.perSecond(
                bench.run(Saturation.of(bench, List.of(plenty), Saturation.SECONDS)
                        .to(bare.uri(), "/bare/{coupon}/issue")),
                202);
        for (int i = 0; i < WARM_UP_SECONDS / Saturation.SECONDS; i++) {
            for (DoubleSupplier load : List.of(accepting, refusing, doingNothing)) {
                progress.say("warm: %.0f a second".formatted(load.getAsDouble()));
            }
        }
        List<Double> accepts = new ArrayList<>();
        List<Double> refusals = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            accepts.add(accepting.getAsDouble());
            refusals.add(refusing.getAsDouble());
            floors.add(doingNothing.getAsDouble());
        }
        bench.workers(1, Mode.KAFKA_1);
        boolean held = new Judge(bench).judgeLoad(List.of(plenty), accepted).held();
        figures.ratio(
                "P1", "accepted/s, no workers / bare endpoint", held, Median.of(accepts), Median.of(floors), 0.75);
        figures.ratio("P2", "sold-out refusals/s / bare endpoint", held, Median.of(refusals), Median.of(floors), 0.9);
    }

    private void backlog(Bench bench) {
        double floor = new FloorScenario(bench)
                .play(WARM_UP_BACKLOG, BACKLOG, REPEATS)
                .medianPerSecond()
                .orElseThrow();
        double winners = drain(bench, 1, BACKLOG, REPEATS);
        figures.ratio("P3", "drain of 200 000 winners of one coupon / SQL alone", true, winners, floor, 0.7);
        if (wants("P4")) {
            double refused = new DrainScenario(bench).soldOutPerSecond(BACKLOG);
            figures.ratio("P4", "the same, all sold out / SQL alone", true, refused, floor, 0.7);
        }
        if (wants("P8")) {
            bench.fillHoldings(rows);
            double full = drain(bench, 1, BACKLOG, 1);
            figures.ratio("P8", "drain with " + rows + " issued rows / without", true, full, winners, 0.6);
        }
    }

    private void farAway(Bench bench) {
        try (SlowDatabase slow = SlowDatabase.before(bench, DATABASE_AWAY)) {
            slow.workers(1, Mode.KAFKA_1);
            drain(bench, Partitions.COUNT, WARM_UP_BACKLOG, 1);
            double one = drain(bench, Partitions.COUNT, 3 * WARM_UP_BACKLOG, 1);
            double single = drain(bench, 1, WARM_UP_BACKLOG, 1);
            slow.workers(Partitions.COUNT, Mode.KAFKA_3);
            drain(bench, Partitions.COUNT, WARM_UP_BACKLOG, 1);
            double three = drain(bench, Partitions.COUNT, 3 * WARM_UP_BACKLOG, 1);
            figures.ratio("P9", "three workers / one, three coupons, database 5 ms away", true, three, one, 2.5);
            figures.ratio("P9", "the same / one worker, one coupon", true, three, single, 2.5);
        }
    }

    private void againstRedis(LoadProcess load, double kafka1, double kafka3) {
        try (Bench bench = Bench.start(home, directory, Mode.REDIS_TUNED, List.of(), load)) {
            new WarmUpScenario(bench).play(Mode.REDIS_TUNED, WARM_UP_MAX, WARM_UP_BACKLOG);
            double redis = highestRate(bench, Mode.REDIS_TUNED);
            figures.ratio("L7", "highest rate within 100 ms: Kafka, 1 worker / Redis tuned", true, kafka1, redis, 1);
            figures.ratio("L7", "highest rate within 100 ms: Kafka, 3 workers / Redis tuned", true, kafka3, redis, 1);
        }
    }

    /** At which 99 of 100 have their coupon within 100 ms; 0 if at none. */
    private double highestRate(Bench bench, Mode mode) {
        return new OpenLoopScenario(bench, 10)
                .capacity(mode, RATES, Duration.ofSeconds(Saturation.SECONDS), progress)
                .issuesPerSecond()
                .orElse(0);
    }

    /** Coupons issued a second, NaN if a guarantee was broken. */
    private static double drain(Bench bench, int coupons, int requests, int repeats) {
        return new DrainScenario(bench)
                .play(Mode.KAFKA_1, coupons, requests, repeats, 0)
                .medianPerSecond()
                .orElse(Double.NaN);
    }

    private boolean wants(String... ids) {
        return only.isEmpty() || Stream.of(ids).anyMatch(only::contains);
    }
}
