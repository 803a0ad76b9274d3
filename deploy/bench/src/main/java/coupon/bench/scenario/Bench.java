package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.report.Mode;
import coupon.core.domain.Coupon;
import coupon.core.testing.RedisServerView;
import coupon.core.testing.TestDatabase;
import coupon.local.Parallel;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.LoadProcess;
import coupon.verification.testkit.load.Sample;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/** A running stack with one queue, the load process beside it, and what the scenarios need of both. */
final class Bench implements AutoCloseable {
    /** It does four times a second. */
    private static final Duration API_LOOKS_FOR_COUPONS = Duration.ofSeconds(1);

    final Stack stack;
    final LoadProcess load;
    final TestDatabase database;
    final QueueSide queue;
    final Operator operator;
    private final List<String> jvmArguments;
    private final AtomicLong nextUser = new AtomicLong(1_000);
    /** Whose workers run, if they are just as many as it wants, with nothing else set. */
    private @Nullable Mode running;

    private boolean asStarted = true;

    private Bench(Stack stack, LoadProcess load, Path dataDir, List<String> jvmArguments, Mode mode) {
        this.stack = stack;
        this.load = load;
        this.database = TestDatabase.of(stack.database());
        this.queue = switch (mode.queue()) {
            case kafka -> new KafkaSide(stack);
            case redis -> new RedisSide(stack, dataDir);
        };
        this.operator = new Operator(stack.apiUrl());
        this.jvmArguments = List.copyOf(jvmArguments);
        this.running = mode;
    }

    /**
     * Starts a stack in a directory of its own, on free ports, as the mode wants it.
     *
     * @param jvmArguments of the API and the workers
     */
    static Bench start(BenchRun run, Path directory, Mode mode, List<String> jvmArguments) {
        Map<String, AppOptions> options = new HashMap<>();
        options.put("producer", new AppOptions(jvmArguments, Map.of()));
        for (int number = 1; number <= mode.workers(); number++) {
            options.put("consumer-" + number, new AppOptions(jvmArguments, mode.workerEnvironment()));
        }
        StackSettings settings = StackSettings.forTests(
                        run.home, directory.resolve(mode.queue().name()), mode.workers())
                .withQueue(mode.queue())
                .withOptions(options);
        Stack stack = Stack.start(settings, line -> {});
        try {
            return new Bench(stack, run.load, settings.dataDir(), jvmArguments, mode);
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    /** Of what takes part. */
    Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", Runtime.version().toString());
        versions.put("Kafka", AppInfoParser.getVersion());
        try (Connection connection = database.connect()) {
            versions.put("MariaDB", connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        versions.put("Redis", RedisServerView.version(stack.redis().port()));
        return versions;
    }

    /** The API and the workers that run. */
    List<AppServer> applications() {
        List<AppServer> all = new ArrayList<>(runningWorkers());
        all.add(stack.api());
        return all;
    }

    List<AppServer> runningWorkers() {
        return stack.workers().stream().filter(AppServer::isAlive).toList();
    }

    void stopWorkers() {
        Parallel.forEach(stack.workers(), AppServer::stop);
        running = null;
    }

    /** Lets so many workers run, with the mode's settings, and returns when they share the work. */
    void workers(int count, Mode mode) {
        workers(count, mode, Map.of());
    }

    /** As {@link #workers(int, Mode)}, with more settings. Workers that run are stopped first. */
    void workers(int count, Mode mode, Map<String, String> more) {
        stopWorkers();
        while (stack.workers().size() < count) {
            stack.addWorker();
        }
        Map<String, String> environment = new HashMap<>(mode.workerEnvironment());
        environment.putAll(more);
        List<AppServer> wanted = stack.workers().subList(0, count);
        wanted.forEach(worker -> worker.setOptions(new AppOptions(jvmArguments, environment)));
        wanted.forEach(AppServer::launch);
        wanted.forEach(AppServer::awaitAnswer);
        queue.awaitShared(count);
        running = count == mode.workers() && more.isEmpty() ? mode : null;
    }

    /** Makes the next request the first after a start; the workers are the mode's then, and the API knows all coupons. */
    void freshFor(Mode mode) throws InterruptedException {
        if (asStarted && running == mode) {
            // a request that asks whether it knows them would be the first
            Thread.sleep(API_LOOKS_FOR_COUPONS.toMillis());
        } else {
            stack.api().stop();
            stack.api().launch();
            if (running != mode) {
                workers(mode.workers(), mode); // while the API starts
            }
            stack.api().awaitAnswer();
        }
        asStarted = false;
    }

    /** Coupons that nobody has asked for yet, one in each of the partitions 0, 1, 2. */
    List<Coupon> coupons(int count, long stock) {
        List<Coupon> coupons = new ArrayList<>();
        while (coupons.size() < count) {
            long couponId = operator.createCoupon("bench", stock);
            if (KafkaSide.partitionOf(couponId) == coupons.size() % KafkaSide.PARTITIONS) {
                coupons.add(database.coupon(couponId));
            }
        }
        return coupons;
    }

    /** A coupon, made without a call of the API. */
    Coupon couponBySql(long stock) {
        long couponId = 1 + database.number("SELECT MAX(coupon_id) FROM coupon");
        database.insertCoupon(couponId, stock);
        return database.coupon(couponId);
    }

    /** So many users who have never asked before; returns the first one's number. */
    long newUsers(int count) {
        return nextUser.getAndAdd(count);
    }

    /** @param waitSeconds how long every second request waits for its coupon at most; none does for 0 */
    LoadPlan openLoop(List<Coupon> coupons, double rate, Duration duration, int waitSeconds) {
        int waitEvery = waitSeconds == 0 ? 0 : 2;
        long firstUser = newUsers((int) Math.ceil(rate * duration.toMillis() / 1_000) + 1);
        return LoadPlan.open(stack.apiUrl(), ids(coupons), firstUser, rate, duration, waitEvery, waitSeconds);
    }

    /** Forgets who has which coupon and what was decided. Everything must be at rest. */
    void emptyTables() {
        database.execute("TRUNCATE TABLE user_coupon");
        database.execute("TRUNCATE TABLE coupon_issue_request");
    }

    static List<Long> ids(List<Coupon> coupons) {
        return coupons.stream().map(Coupon::couponId).toList();
    }

    /** From the first request until the last response. */
    static double seconds(List<Sample> samples) {
        long from = samples.stream().mapToLong(Sample::sentNanos).min().orElseThrow();
        long to = samples.stream().mapToLong(Sample::answeredNanos).max().orElseThrow();
        return (to - from) / 1e9;
    }

    /** Waits until no request for these coupons is undecided. */
    void awaitEmpty(List<Coupon> coupons, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> ids(coupons).stream().allMatch(id -> operator.queueSize(id) == 0));
    }

    @Override
    public void close() {
        queue.close();
        stack.close();
    }
}
