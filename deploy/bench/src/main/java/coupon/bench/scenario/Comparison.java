package coupon.bench.scenario;

import coupon.bench.report.Machine;
import coupon.bench.report.Mode;
import coupon.bench.report.Pace;
import coupon.bench.report.Report;
import coupon.bench.report.Report.Capacity;
import coupon.bench.report.Report.DrainRun;
import coupon.bench.report.Report.FirstRequests;
import coupon.bench.report.Report.Floor;
import coupon.bench.report.Report.KillRun;
import coupon.bench.report.Report.OpenLoopRun;
import coupon.bench.report.ReportFiles;
import coupon.verification.observer.KafkaObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All of the comparison: a stack for each queue, the same scenarios for each mode. */
public final class Comparison {
    /** What Redis as shipped gets: at one a second nothing longer would end in time. */
    private static final int SHIPPED_BACKLOG = 10;

    private static final Duration SHIPPED_OPEN_LOOP = Duration.ofSeconds(3);
    private static final int SHIPPED_WAIT_SECONDS = 5;
    private static final Duration SHIPPED_KILL_WATCH = Duration.ofSeconds(14);

    private final BenchRun run;
    private final Pace pace;
    private final Set<Mode> modes;
    private final Path reports;

    private final Instant startedAt = Instant.now();
    private final List<FirstRequests> firstRequests = new ArrayList<>();
    private final List<OpenLoopRun> cold = new ArrayList<>();
    private final List<OpenLoopRun> openLoops = new ArrayList<>();
    private final List<Capacity> capacities = new ArrayList<>();
    private final List<DrainRun> drains = new ArrayList<>();
    private final List<KillRun> kills = new ArrayList<>();
    private Floor floor = Floor.NONE;
    private final Map<String, String> versions = new TreeMap<>();
    private @Nullable CompletableFuture<Bench> kafkaAside;

    /** @param reports the directory in which what has been measured so far is also kept if the rest is not waited for */
    public Comparison(BenchRun run, Pace pace, Set<Mode> modes, Path reports) {
        this.run = run;
        this.pace = pace;
        this.modes = modes;
        this.reports = reports;
    }

    public Report play() throws IOException, InterruptedException {
        if (wants(Mode.REDIS_TUNED, Mode.REDIS_SHIPPED)) {
            redis();
        }
        if (wants(Mode.KAFKA_3, Mode.KAFKA_1)) {
            kafka();
        }
        Report all = report();
        ReportFiles.write(all, reports);
        return all;
    }

    private void redis() throws IOException, InterruptedException {
        run.say("starting the stack with Redis as the queue");
        try (Bench bench = start(Mode.REDIS_TUNED, Mode.REDIS_SHIPPED)) {
            versions.putAll(bench.versions());
            if (wants(Mode.REDIS_TUNED)) {
                all(bench, Mode.REDIS_TUNED);
            }
            if (wants(Mode.REDIS_SHIPPED)) {
                if (pace.inFull().contains(Mode.REDIS_SHIPPED)) {
                    shippedUnderLoad(bench);
                }
                shippedAtItsOwnPace(bench);
            }
        }
    }

    /** What it cannot work off in any useful time, the tuned one does, so that the guarantees can be judged. */
    private void shippedUnderLoad(Bench bench) throws InterruptedException {
        int rate = pace.openLoopRates().get(0);
        bench.workers(1, Mode.REDIS_SHIPPED);
        run.say(Mode.REDIS_SHIPPED, "open loop " + rate + "/s");
        openLoops.add(new OpenLoopScenario(bench)
                .play(
                        KafkaObserver.PARTITIONS,
                        rate,
                        SHIPPED_OPEN_LOOP,
                        SHIPPED_WAIT_SECONDS,
                        () -> bench.workers(1, Mode.REDIS_TUNED)));
        bench.workers(1, Mode.REDIS_SHIPPED);
        kill(bench, 1, SHIPPED_KILL_WATCH);
    }

    /**
     * The machine has nothing to do while it takes one request a second, and its figures do not change if it has: the
     * next stack starts meanwhile.
     */
    private void shippedAtItsOwnPace(Bench bench) throws InterruptedException {
        firstRequests(bench, Mode.REDIS_SHIPPED, () -> {
            if (wants(Mode.KAFKA_3, Mode.KAFKA_1)) {
                run.say("meanwhile starting the stack with Kafka as the queue");
                kafkaAside = CompletableFuture.supplyAsync(() -> start(Mode.KAFKA_3, Mode.KAFKA_1));
            }
        });
        run.say(Mode.REDIS_SHIPPED, "a backlog of " + SHIPPED_BACKLOG);
        drains.add(new DrainScenario(bench).play(1, SHIPPED_BACKLOG, 1, 0));
    }

    private void kafka() throws IOException, InterruptedException {
        try (Bench bench = kafkaStack()) {
            versions.putAll(bench.versions());
            if (wants(Mode.KAFKA_3)) {
                all(bench, Mode.KAFKA_3);
            }
            boolean scaling = pace.scalingInFull() && modes.containsAll(Set.of(Mode.KAFKA_1, Mode.KAFKA_3));
            if (scaling) {
                bench.workers(2, Mode.KAFKA_3);
                new WarmUpScenario(bench).backlog();
                drains(bench, 0);
            }
            if (wants(Mode.KAFKA_1)) {
                all(bench, Mode.KAFKA_1);
            }
            run.say("the floor: decisions without a queue");
            floor = new SqlFloor(bench).play(pace.drainRequests(), pace.drainRepeats());
            if (scaling) {
                scalingWithSlowDatabase(bench);
            }
        }
    }

    private Bench kafkaStack() {
        if (kafkaAside == null) {
            run.say("starting the stack with Kafka as the queue");
            return start(Mode.KAFKA_3, Mode.KAFKA_1);
        }
        try {
            return kafkaAside.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : failed;
        }
    }

    /** As the first wants it, if that is measured. */
    private Bench start(Mode first, Mode other) {
        return Bench.start(run, wants(first) ? first : other, pace.jvmArguments());
    }

    private void all(Bench bench, Mode mode) throws IOException, InterruptedException {
        firstRequests(bench, mode, () -> {});
        if (!pace.inFull().contains(mode)) {
            new WarmUpScenario(bench).backlog();
            drains(bench, 0);
            return;
        }
        var openLoop = new OpenLoopScenario(bench);
        int coldRate = pace.openLoopRates().get(0);
        run.say(mode, "cold: " + coldRate + "/s right after a start");
        bench.freshFor(mode);
        cold.add(openLoop.play(coldRate, pace.openLoop()));
        run.say(mode, "warming up");
        new WarmUpScenario(bench).play(pace.warmUpMax());
        for (int rate : pace.openLoopRates()) {
            run.say(mode, "open loop " + rate + "/s");
            openLoops.add(openLoop.play(rate, pace.openLoop()));
        }
        run.say(mode, "capacity");
        capacities.add(openLoop.capacity(pace.capacityRates(), pace.capacityStep()));
        drains(bench, 0);
        kill(bench, pace.killRate(), pace.killWatch());
        ReportFiles.write(report(), reports);
    }

    private void firstRequests(Bench bench, Mode mode, Runnable onceAnswered) throws InterruptedException {
        run.say(mode, "the original scenario");
        firstRequests.add(new FirstRequestsScenario(bench).play(mode, onceAnswered));
    }

    private void kill(Bench bench, int rate, Duration watchFor) throws InterruptedException {
        run.say(bench.mode(), "kill of a worker at " + rate + "/s");
        kills.add(new KillScenario(bench).play(rate, pace.killAfter(), watchFor));
    }

    /** Of one coupon, and of three. */
    private void drains(Bench bench, long databaseAwayMillis) {
        for (int coupons : List.of(1, KafkaObserver.PARTITIONS)) {
            DrainRun drain = new DrainScenario(bench)
                    .play(coupons, pace.drainRequests(), pace.drainRepeats(), databaseAwayMillis);
            drains.add(drain);
            run.say(
                    drain.mode(),
                    "backlog of %,d, %d coupon(s), %d worker(s): %,.0f issued/s"
                            .formatted(drain.requests(), coupons, drain.workers(), drain.medianPerSecond()));
        }
    }

    private void scalingWithSlowDatabase(Bench bench) {
        long away = SlowDatabase.AWAY.toMillis();
        try (SlowDatabase slow = new SlowDatabase(bench)) {
            for (int workers = 1; workers <= KafkaObserver.PARTITIONS; workers++) {
                run.say("%d worker(s), the database %d ms further away".formatted(workers, away));
                slow.workers(workers);
                new WarmUpScenario(bench).backlog();
                drains(bench, away);
            }
        }
    }

    private boolean wants(Mode... any) {
        return Stream.of(any).anyMatch(modes::contains);
    }

    private Report report() {
        Map<Mode, Map<String, String>> settings = new TreeMap<>();
        modes.forEach(mode -> settings.put(mode, mode.settings()));
        return new Report(
                startedAt,
                run.elapsedSeconds(),
                pace.equals(Pace.QUICK),
                Machine.here(versions),
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
