package coupon.bench;

import coupon.bench.plan.Mode;
import coupon.bench.plan.Pace;
import coupon.bench.report.Capacity;
import coupon.bench.report.DrainRun;
import coupon.bench.report.FirstRequests;
import coupon.bench.report.Floor;
import coupon.bench.report.KillRun;
import coupon.bench.report.Machine;
import coupon.bench.report.OpenLoopRun;
import coupon.bench.report.Report;
import coupon.bench.scenario.Bench;
import coupon.bench.scenario.DrainScenario;
import coupon.bench.scenario.FirstRequestsScenario;
import coupon.bench.scenario.FloorScenario;
import coupon.bench.scenario.KillScenario;
import coupon.bench.scenario.MachineView;
import coupon.bench.scenario.OpenLoopScenario;
import coupon.bench.scenario.Progress;
import coupon.bench.scenario.SlowDatabase;
import coupon.bench.scenario.WarmUpScenario;
import coupon.verification.testkit.load.LoadProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole run: a stack for each queue, the same scenarios for each mode. Nothing is left running when it ends. */
final class Comparison {
    private static final int WAIT_SECONDS = 10;
    private static final int WARM_UP_BACKLOG = 20_000;
    /** What Redis as shipped gets: at one a second nothing longer would end in time. */
    private static final int SHIPPED_BACKLOG = 10;

    private static final Duration SHIPPED_OPEN_LOOP = Duration.ofSeconds(3);
    private static final int SHIPPED_WAIT_SECONDS = 5;
    private static final Duration SHIPPED_KILL_WATCH = Duration.ofSeconds(14);

    private final Path home;
    private final Path directory;
    private final Pace pace;
    private final Set<Mode> modes;
    private final Progress progress;
    private final Consumer<Report> soFar;

    private final Instant startedAt = Instant.now();
    private final List<FirstRequests> firstRequests = new ArrayList<>();
    private final List<OpenLoopRun> cold = new ArrayList<>();
    private final List<OpenLoopRun> openLoops = new ArrayList<>();
    private final List<Capacity> capacities = new ArrayList<>();
    private final List<DrainRun> drains = new ArrayList<>();
    private final List<KillRun> kills = new ArrayList<>();
    private Floor floor = Floor.NONE;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private @Nullable CompletableFuture<Bench> kafkaAside;

    /**
     * @param directory for data and logs of the servers; made if missing
     * @param soFar called whenever a mode has been measured
     */
    Comparison(Path home, Path directory, Pace pace, Set<Mode> modes, Progress progress, Consumer<Report> soFar) {
        this.home = home;
        this.directory = directory;
        this.pace = pace;
        this.modes = modes;
        this.progress = progress;
        this.soFar = soFar;
    }

    Report run() throws InterruptedException {
        try (LoadProcess load = LoadProcess.start(directory)) {
            if (modes.contains(Mode.REDIS_SHIPPED) || modes.contains(Mode.REDIS_TUNED)) {
                redis(load);
            }
            if (modes.contains(Mode.KAFKA_1) || modes.contains(Mode.KAFKA_3)) {
                kafka(load);
            }
        }
        return report();
    }

    private void redis(LoadProcess load) throws InterruptedException {
        progress.say("starting the stack with Redis as the queue");
        Mode first = modes.contains(Mode.REDIS_TUNED) ? Mode.REDIS_TUNED : Mode.REDIS_SHIPPED;
        try (Bench bench = Bench.start(home, directory, first, pace.jvmArguments(), load)) {
            versions.putAll(MachineView.versions(bench));
            if (modes.contains(Mode.REDIS_TUNED)) {
                all(bench, Mode.REDIS_TUNED);
            }
            if (modes.contains(Mode.REDIS_SHIPPED)) {
                if (pace.inFull().contains(Mode.REDIS_SHIPPED)) {
                    shippedUnderLoad(bench);
                    shippedKilled(bench);
                }
                shippedAtItsOwnPace(bench, load);
            }
        }
    }

    /** What it cannot work off in any useful time, the tuned one does, so that the guarantees can be judged. */
    private void shippedUnderLoad(Bench bench) {
        Mode mode = Mode.REDIS_SHIPPED;
        int rate = pace.openLoopRates().get(0);
        bench.workers(1, mode);
        progress.say(mode, "open loop " + rate + "/s");
        openLoops.add(new OpenLoopScenario(bench, SHIPPED_WAIT_SECONDS)
                .play(mode, rate, SHIPPED_OPEN_LOOP, () -> bench.workers(1, Mode.REDIS_TUNED)));
    }

    private void shippedKilled(Bench bench) throws InterruptedException {
        Mode mode = Mode.REDIS_SHIPPED;
        bench.workers(1, mode);
        progress.say(mode, "kill of the worker at 1/s");
        kills.add(new KillScenario(bench).play(mode, 1, pace.killAfter(), SHIPPED_KILL_WATCH));
    }

    /**
     * The machine has nothing to do while it takes one request a second, and its figures do not change if it has: the
     * next stack starts meanwhile.
     */
    private void shippedAtItsOwnPace(Bench bench, LoadProcess load) throws InterruptedException {
        Mode mode = Mode.REDIS_SHIPPED;
        progress.say(mode, "the original scenario");
        firstRequests.add(new FirstRequestsScenario(bench).play(mode, () -> startKafkaAside(load)));
        progress.say(mode, "a backlog of " + SHIPPED_BACKLOG);
        drains.add(new DrainScenario(bench).play(mode, 1, SHIPPED_BACKLOG, 1, 0));
    }

    private void startKafkaAside(LoadProcess load) {
        if (modes.contains(Mode.KAFKA_1) || modes.contains(Mode.KAFKA_3)) {
            progress.say("meanwhile starting the stack with Kafka as the queue");
            kafkaAside = CompletableFuture.supplyAsync(() -> startKafka(load));
        }
    }

    private Bench startKafka(LoadProcess load) {
        Mode first = modes.contains(Mode.KAFKA_3) ? Mode.KAFKA_3 : Mode.KAFKA_1;
        return Bench.start(home, directory, first, pace.jvmArguments(), load);
    }

    private Bench kafkaStack(LoadProcess load) {
        if (kafkaAside != null) {
            return joined(kafkaAside);
        }
        progress.say("starting the stack with Kafka as the queue");
        return startKafka(load);
    }

    private static Bench joined(CompletableFuture<Bench> started) {
        try {
            return started.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : failed;
        }
    }

    private void kafka(LoadProcess load) throws InterruptedException {
        try (Bench bench = kafkaStack(load)) {
            versions.putAll(MachineView.versions(bench));
            if (modes.contains(Mode.KAFKA_3)) {
                all(bench, Mode.KAFKA_3);
            }
            if (pace.scalingInFull() && modes.containsAll(Set.of(Mode.KAFKA_1, Mode.KAFKA_3))) {
                bench.workers(2, Mode.KAFKA_3);
                warmUpBacklog(bench, Mode.KAFKA_3);
                drains(bench, Mode.KAFKA_3);
            }
            if (modes.contains(Mode.KAFKA_1)) {
                all(bench, Mode.KAFKA_1);
            }
            progress.say("the floor: decisions without a queue");
            floor = new FloorScenario(bench).play(WARM_UP_BACKLOG, pace.drainRequests(), pace.drainRepeats());
            if (pace.scalingInFull() && modes.containsAll(Set.of(Mode.KAFKA_1, Mode.KAFKA_3))) {
                scalingWithSlowDatabase(bench);
            }
        }
    }

    private void all(Bench bench, Mode mode) throws InterruptedException {
        firstRequests(bench, mode);
        if (!pace.inFull().contains(mode)) {
            warmUpBacklog(bench, mode);
            drains(bench, mode);
            return;
        }
        var openLoop = new OpenLoopScenario(bench, WAIT_SECONDS);
        progress.say(mode, "cold: " + pace.openLoopRates().get(0) + "/s right after a start");
        bench.freshFor(mode);
        cold.add(openLoop.play(mode, pace.openLoopRates().get(0), pace.openLoop()));
        progress.say(mode, "warming up");
        new WarmUpScenario(bench).play(mode, pace.warmUpMax(), WARM_UP_BACKLOG);
        for (int rate : pace.openLoopRates()) {
            progress.say(mode, "open loop " + rate + "/s");
            openLoops.add(openLoop.play(mode, rate, pace.openLoop()));
        }
        progress.say(mode, "capacity");
        capacities.add(openLoop.capacity(mode, pace.capacityRates(), pace.capacityStep(), progress));
        drains(bench, mode);
        progress.say(mode, "kill of a worker at " + pace.killRate() + "/s");
        kills.add(new KillScenario(bench).play(mode, pace.killRate(), pace.killAfter(), pace.killWatch()));
        soFar.accept(report());
    }

    private void firstRequests(Bench bench, Mode mode) throws InterruptedException {
        progress.say(mode, "the original scenario");
        firstRequests.add(new FirstRequestsScenario(bench).play(mode));
    }

    private void drains(Bench bench, Mode mode) {
        drain(bench, mode, 1, 0);
        drain(bench, mode, 3, 0);
    }

    private void drain(Bench bench, Mode mode, int coupons, long databaseAwayMillis) {
        DrainRun run = new DrainScenario(bench)
                .play(mode, coupons, pace.drainRequests(), pace.drainRepeats(), databaseAwayMillis);
        drains.add(run);
        progress.say(
                mode,
                "backlog of %,d, %d coupon(s), %d worker(s): %,.0f issued/s"
                        .formatted(
                                pace.drainRequests(),
                                coupons,
                                run.workers(),
                                run.medianPerSecond().orElse(0)));
    }

    private void warmUpBacklog(Bench bench, Mode mode) {
        new DrainScenario(bench).play(mode, 3, WARM_UP_BACKLOG, 1, 0);
    }

    private void scalingWithSlowDatabase(Bench bench) {
        try (SlowDatabase slow = SlowDatabase.before(bench, Pace.DATABASE_AWAY)) {
            for (int workers = 1; workers <= 3; workers++) {
                Mode mode = workers == 1 ? Mode.KAFKA_1 : Mode.KAFKA_3;
                progress.say(
                        mode,
                        "%d worker(s), the database %d ms further away"
                                .formatted(workers, Pace.DATABASE_AWAY.toMillis()));
                slow.workers(workers, mode);
                warmUpBacklog(bench, mode);
                drain(bench, mode, 1, Pace.DATABASE_AWAY.toMillis());
                drain(bench, mode, 3, Pace.DATABASE_AWAY.toMillis());
            }
        }
    }

    private Report report() {
        Map<Mode, Map<String, String>> settings = new LinkedHashMap<>();
        modes.stream().sorted().forEach(mode -> settings.put(mode, mode.settings()));
        Machine machine = MachineView.machine(versions);
        return new Report(
                startedAt,
                progress.elapsedSeconds(),
                pace.equals(Pace.QUICK),
                machine,
                pace,
                settings,
                firstRequests,
                cold,
                openLoops,
                capacities,
                drains,
                kills,
                floor);
    }
}
