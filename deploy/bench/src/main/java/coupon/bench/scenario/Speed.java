package coupon.bench.scenario;

import coupon.bench.plan.Mode;
import coupon.bench.report.SpeedFigure;
import coupon.bench.stat.LatencySummary;
import coupon.bench.stat.Median;
import coupon.core.domain.Coupon;
import coupon.local.server.AppServer;
import coupon.local.server.JvmServer;
import coupon.verification.testkit.ProcessUse;
import coupon.verification.testkit.load.LoadPlan;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** All measures of speed in one run: ratios to a floor that is measured beside them. */
public final class Speed {
    private static final int CONNECTIONS = 64;
    private static final int REPEATS = 3;
    private static final int SECONDS = 5;
    private static final int WARM_UP_SECONDS = 15;
    private static final int REQUESTS_MAX = 400_000;
    private static final int RATE = 500;
    private static final int BACKLOG = 200_000;
    private static final int WARM_UP_BACKLOG = 20_000;
    /** More JVMs than cores need as long until their compilers come to rest. */
    private static final Duration LIVE_WARM_UP_MAX = Duration.ofSeconds(170);

    private static final Duration WARM_UP_MAX = Duration.ofSeconds(40);
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration JOINING = Duration.ofSeconds(40);
    private static final Duration REST_MAX = Duration.ofMinutes(3);
    private static final Duration DATABASE_AWAY = Duration.ofMillis(5);
    private static final List<Integer> RATES = List.of(250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000);

    private final Path home;
    private final Path directory;
    private final Set<String> only;
    private final int rows;
    private final Duration viewersPhase;
    private final Progress progress;
    private final List<SpeedFigure> figures = new ArrayList<>();

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
        return figures;
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
            if (wants("L4", "L5", "L6", "L7", "L8", "P7", "V1")) {
                progress.say("warming up");
                new WarmUpScenario(bench).play(Mode.KAFKA_3, LIVE_WARM_UP_MAX, WARM_UP_BACKLOG);
            }
            if (only.contains("V1")) {
                progress.say("viewers of the operations page");
                figures.addAll(new ViewersScenario(bench, viewersPhase).play());
            }
            if (wants("L5", "L8", "P7")) {
                progress.say("a constant " + RATE + "/s");
                steady(bench, 1);
                steady(bench, Partitions.COUNT);
            }
            if (wants("L4")) {
                progress.say("a worker and an API instance join");
                joining(bench);
            }
            if (wants("L6")) {
                progress.say("live capacity");
                capacity(bench);
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
            List<Sample> samples = bench.run(saturating(bench, plenty, SECONDS));
            accepted.addAll(samples);
            return perSecond(samples, 202);
        };
        DoubleSupplier refusing = () -> perSecond(bench.run(saturating(bench, soldOut, SECONDS)), 409);
        DoubleSupplier doingNothing = () ->
                perSecond(bench.run(saturating(bench, plenty, SECONDS).to(bare.uri(), "/bare/{coupon}/issue")), 202);
        for (int i = 0; i < WARM_UP_SECONDS / SECONDS; i++) {
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
        ratio("P1", "accepted/s, no workers / bare endpoint", held, Median.of(accepts), Median.of(floors), 0.75);
        ratio("P2", "sold-out refusals/s / bare endpoint", held, Median.of(refusals), Median.of(floors), 0.9);
    }

    private void steady(Bench bench, int count) {
        List<Coupon> coupons = bench.coupons(count, 1_000_000);
        double before = cpuSeconds(bench);
        List<Sample> samples = bench.run(bench.openLoop(coupons, RATE, STEADY, 2, 10));
        double used = cpuSeconds(bench) - before;
        double memory = bench.applications().stream()
                .mapToDouble(app -> ProcessUse.residentMegabytes(app.pid()))
                .max()
                .orElseThrow();
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        LatencySummary issued = LatencySummary.of(samples.stream()
                .filter(Sample::waited)
                .map(Sample::latencyMicros)
                .toList());
        String load = RATE + "/s, " + count + " coupon(s)";
        atMost("L5", load + ": CPU per request, all processes", held, used * 1_000 / samples.size(), "ms", 0.8);
        atMost("L8", load + ": request to coupon, p50", held, issued.p50(), "ms", 10);
        atMost("L8", load + ": request to coupon, p99", held, issued.p99(), "ms", 40);
        atMost("P7", load + ": resident memory, the largest application", held, memory, "MB", 300);
    }

    private void joining(Bench bench) throws InterruptedException {
        List<Coupon> coupons = bench.coupons(Partitions.COUNT, 1_000_000);
        CompletableFuture<List<Sample>> load = bench.runAside(bench.openLoop(coupons, RATE, JOINING, 2, 10));
        AppServer worker = bench.addWorker();
        AppServer api = bench.addApi();
        List.of(worker, api).forEach(joining -> joining.setJvmOptions(JvmServer.LIGHT)); // as the local stack would
        worker.start();
        api.start();
        List<Sample> samples = load.join();
        api.stop();
        worker.stop();
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        double longest = samples.stream().mapToLong(Sample::latencyMicros).max().orElseThrow() / 1e3;
        atMost("L4", "a worker and an API join at 500/s: longest wait", held, longest, "ms", 1_000);
    }

    private void capacity(Bench bench) {
        List<Coupon> coupons = bench.coupons(Partitions.COUNT, 1_000_000);
        Coupon soldOut = bench.coupons(1, 1_000_000_000).get(0);
        bench.database().execute("UPDATE coupon SET stock = 0 WHERE coupon_id = " + soldOut.couponId());
        bench.run(saturating(bench, soldOut, SECONDS));
        double refusals = perSecond(bench.run(saturating(bench, soldOut, SECONDS)), 409);
        long since = System.nanoTime();
        List<Sample> samples = bench.run(saturating(bench, coupons, 2 * SECONDS));
        bench.awaitEmpty(coupons, REST_MAX);
        double seconds = (System.nanoTime() - since) / 1e9;
        boolean held = new Judge(bench).judgeLoad(coupons, samples).held();
        double decided = samples.stream().filter(Sample::isAccepted).count() / seconds;
        ratio("L6", "accepted and decided/s / sold-out refusals/s", held, decided, refusals, 0.4);
    }

    private void backlog(Bench bench) {
        double floor = new FloorScenario(bench)
                .play(WARM_UP_BACKLOG, BACKLOG, REPEATS)
                .medianPerSecond()
                .orElseThrow();
        double winners = drain(bench, 1, BACKLOG, REPEATS);
        ratio("P3", "drain of 200 000 winners of one coupon / SQL alone", true, winners, floor, 0.7);
        if (wants("P4")) {
            double refused = new DrainScenario(bench).soldOutPerSecond(BACKLOG);
            ratio("P4", "the same, all sold out / SQL alone", true, refused, floor, 0.7);
        }
        if (wants("P8")) {
            bench.fillHoldings(rows);
            double full = drain(bench, 1, BACKLOG, 1);
            ratio("P8", "drain with " + rows + " issued rows / without", true, full, winners, 0.6);
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
            ratio("P9", "three workers / one, three coupons, database 5 ms away", true, three, one, 2.5);
            ratio("P9", "the same / one worker, one coupon", true, three, single, 2.5);
        }
    }

    private void againstRedis(LoadProcess load, double kafka1, double kafka3) {
        try (Bench bench = Bench.start(home, directory, Mode.REDIS_TUNED, List.of(), load)) {
            new WarmUpScenario(bench).play(Mode.REDIS_TUNED, WARM_UP_MAX, WARM_UP_BACKLOG);
            double redis = highestRate(bench, Mode.REDIS_TUNED);
            ratio("L7", "highest rate within 100 ms: Kafka, 1 worker / Redis tuned", true, kafka1, redis, 1);
            ratio("L7", "highest rate within 100 ms: Kafka, 3 workers / Redis tuned", true, kafka3, redis, 1);
        }
    }

    /** At which 99 of 100 have their coupon within 100 ms; 0 if at none. */
    private double highestRate(Bench bench, Mode mode) {
        return new OpenLoopScenario(bench, 10)
                .capacity(mode, RATES, Duration.ofSeconds(SECONDS), progress)
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

    private static LoadPlan saturating(Bench bench, Coupon coupon, int seconds) {
        return saturating(bench, List.of(coupon), seconds);
    }

    private static LoadPlan saturating(Bench bench, List<Coupon> coupons, int seconds) {
        return LoadPlan.saturating(
                bench.apiUrl(),
                Bench.ids(coupons),
                bench.newUsers(REQUESTS_MAX),
                CONNECTIONS,
                REQUESTS_MAX,
                seconds,
                bench.newSampleFile());
    }

    /** Responses with this status, a second. */
    private static double perSecond(List<Sample> samples, int status) {
        long from = samples.stream().mapToLong(Sample::sentNanos).min().orElseThrow();
        long to = samples.stream().mapToLong(Sample::answeredNanos).max().orElseThrow();
        return samples.stream().filter(sample -> sample.status() == status).count() / ((to - from) / 1e9);
    }

    private static double cpuSeconds(Bench bench) {
        return bench.processes().stream()
                .mapToDouble(process -> ProcessUse.cpuSeconds(process.pid()))
                .sum();
    }

    private void atMost(String id, String what, boolean held, double value, String unit, double target) {
        figures.add(SpeedFigure.atMost(id, what, held ? value : Double.NaN, unit, target, Map.of()));
    }

    private void ratio(String id, String what, boolean held, double value, double floor, double target) {
        double ratio = held && floor > 0 ? value / floor : Double.NaN;
        figures.add(SpeedFigure.atLeast(id, what, ratio, "", target, Map.of("measured/s", value, "floor/s", floor)));
        progress.say("%s %.2f".formatted(id, ratio));
    }

    private boolean wants(String... ids) {
        return only.isEmpty() || Stream.of(ids).anyMatch(only::contains);
    }
}
