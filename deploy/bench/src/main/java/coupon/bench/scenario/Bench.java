package coupon.bench.scenario;

import static org.awaitility.Awaitility.await;

import coupon.bench.plan.Mode;
import coupon.core.domain.Coupon;
import coupon.core.testing.RedisServerView;
import coupon.core.testing.TestDatabase;
import coupon.local.Parallel;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.MariaDbServer;
import coupon.local.server.ServerProcess;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.LoadProcess;
import coupon.verification.testkit.load.Sample;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A running stack with one queue, the load process beside it, and what the scenarios need of both. */
public final class Bench implements AutoCloseable {
    /** It does four times a second. */
    private static final Duration API_LOOKS_FOR_COUPONS = Duration.ofSeconds(1);

    private final Stack stack;
    private final LoadProcess load;
    private final Path directory;
    private final List<String> jvmArguments;
    private final TestDatabase database;
    private final QueueSide queueSide;
    private final Operator operator;
    private final AtomicLong nextUser = new AtomicLong(1_000);
    private final AtomicInteger nextFile = new AtomicInteger();
    /** Whose workers run, if they are just as many as it wants, with nothing else set. */
    private @Nullable Mode running;

    private boolean asStarted = true;

    private Bench(
            Stack stack, LoadProcess load, Path directory, List<String> jvmArguments, QueueSide queueSide, Mode mode) {
        this.stack = stack;
        this.running = mode;
        this.load = load;
        this.directory = directory;
        this.jvmArguments = List.copyOf(jvmArguments);
        MariaDbServer server = stack.database();
        this.database = new TestDatabase(
                server.r2dbcUrl(MariaDbServer.DATABASE),
                server.jdbcUrl(MariaDbServer.DATABASE),
                MariaDbServer.USER,
                MariaDbServer.PASSWORD);
        this.queueSide = queueSide;
        this.operator = new Operator(stack.apiUrl());
    }

    /**
     * Starts a stack in a directory of its own, on free ports, as the mode wants it.
     *
     * @param home the root of the project
     * @param jvmArguments of the API and the workers
     */
    public static Bench start(Path home, Path directory, Mode mode, List<String> jvmArguments, LoadProcess load) {
        int workers = mode.workers();
        Map<String, AppOptions> options = new HashMap<>();
        options.put("producer", new AppOptions(jvmArguments, Map.of()));
        for (int number = 1; number <= workers; number++) {
            options.put("consumer-" + number, options(mode, jvmArguments, Map.of()));
        }
        StackSettings settings = StackSettings.forTests(
                        home, directory.resolve(mode.queue().name()), workers)
                .withQueue(mode.queue())
                .withOptions(options);
        Stack stack = Stack.start(settings, line -> {});
        try {
            return new Bench(stack, load, directory, jvmArguments, queueSide(settings, stack), mode);
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private static QueueSide queueSide(StackSettings settings, Stack stack) {
        return switch (settings.queue()) {
            case kafka -> new KafkaSide(stack);
            case redis -> new RedisSide(stack, settings.dataDir());
        };
    }

    TestDatabase database() {
        return database;
    }

    QueueSide queueSide() {
        return queueSide;
    }

    Operator operator() {
        return operator;
    }

    URI apiUrl() {
        return stack.apiUrl();
    }

    List<AppServer> workers() {
        return stack.workers();
    }

    AppServer api() {
        return stack.api();
    }

    /** One worker more, not started. */
    AppServer addWorker() {
        return stack.addWorker();
    }

    /** One instance of the API more, not started. */
    AppServer addApi() {
        return stack.addApi();
    }

    /** All that serves a request in Kafka mode. */
    List<ServerProcess> processes() {
        List<ServerProcess> all = new ArrayList<>(applications());
        all.add(stack.kafka());
        all.add(stack.database());
        return all;
    }

    /** So many issued coupons of a coupon that nothing else asks for, beside those that are measured. */
    void fillHoldings(int rows) {
        int step = 500_000;
        for (int from = 1; from <= rows; from += step) {
            database.execute("INSERT INTO user_coupon (coupon_id, user_id, number) SELECT " + Long.MAX_VALUE
                    + ", seq, seq FROM seq_" + from + "_to_" + Math.min(rows, from + step - 1));
        }
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

    public String databaseVersion() {
        try (var connection = database.connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String redisVersion() {
        return RedisServerView.version(stack.redis().port());
    }

    void stopWorkers() {
        Parallel.forEach(stack.workers(), AppServer::stop);
        running = null;
    }

    /** Lets so many workers run, with the mode's settings, and returns when they share the work. */
    public void workers(int count, Mode mode) {
        workers(count, mode, Map.of());
    }

    /** As {@link #workers(int, Mode)}, with more settings. Workers that run are stopped first. */
    void workers(int count, Mode mode, Map<String, String> more) {
        stopWorkers();
        while (stack.workers().size() < count) {
            stack.addWorker();
        }
        List<AppServer> wanted = stack.workers().subList(0, count);
        wanted.forEach(worker -> worker.setOptions(options(mode, jvmArguments, more)));
        wanted.forEach(AppServer::launch);
        wanted.forEach(AppServer::awaitAnswer);
        queueSide.awaitShared(count);
        running = count == mode.workers() && more.isEmpty() ? mode : null;
    }

    /** Makes the next request the first after a start; the workers are the mode's then, and the API knows all coupons. */
    public void freshFor(Mode mode) throws InterruptedException {
        if (asStarted && running == mode) {
            Thread.sleep(
                    API_LOOKS_FOR_COUPONS.toMillis()); // a request that asks whether it knows them would be the first
        } else {
            restart(mode);
        }
        asStarted = false;
    }

    private void restart(Mode mode) {
        stack.api().stop();
        stack.api().launch();
        if (running != mode) {
            workers(mode.workers(), mode); // while the API starts
        }
        stack.api().awaitAnswer();
    }

    /** Coupons that nobody has asked for yet, one in each of the lines 0, 1, 2. */
    List<Coupon> coupons(int count, long stock) {
        List<Coupon> coupons = new ArrayList<>();
        while (coupons.size() < count) {
            long couponId = operator.createCoupon("bench", stock);
            if (Partitions.of(couponId) == coupons.size() % Partitions.COUNT) {
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

    List<Sample> run(LoadPlan plan) {
        return load.run(plan);
    }

    CompletableFuture<List<Sample>> runAside(LoadPlan plan) {
        return load.runAside(plan);
    }

    Path newSampleFile() {
        return directory
                .resolve("samples-" + nextFile.incrementAndGet() + ".csv")
                .toAbsolutePath();
    }

    LoadPlan openLoop(List<Coupon> coupons, double rate, Duration duration, int waitEvery, int waitSeconds) {
        int requests = (int) Math.ceil(rate * duration.toMillis() / 1_000.0) + 1;
        return LoadPlan.open(
                apiUrl(), ids(coupons), newUsers(requests), rate, duration, waitEvery, waitSeconds, newSampleFile());
    }

    LoadPlan oneByOne(Coupon coupon, int requests, int waitSeconds) {
        return closed(coupon, 1, requests, waitSeconds);
    }

    LoadPlan atOnce(Coupon coupon, int requests) {
        return closed(coupon, requests, requests, 0);
    }

    private LoadPlan closed(Coupon coupon, int connections, int requests, int waitSeconds) {
        return LoadPlan.closed(
                apiUrl(),
                List.of(coupon.couponId()),
                newUsers(requests),
                connections,
                requests,
                waitSeconds,
                newSampleFile());
    }

    /** Forgets who has which coupon and what was decided. Everything must be at rest. */
    void emptyTables() {
        database.execute("TRUNCATE TABLE user_coupon");
        database.execute("TRUNCATE TABLE coupon_issue_request");
    }

    static List<Long> ids(List<Coupon> coupons) {
        return coupons.stream().map(Coupon::couponId).toList();
    }

    /** Waits until nothing is left in these coupons' lines. */
    void awaitEmpty(List<Coupon> coupons, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> ids(coupons).stream().allMatch(id -> operator.queueSize(id) == 0));
    }

    @Override
    public void close() {
        queueSide.close();
        stack.close();
    }

    private static AppOptions options(Mode mode, List<String> jvmArguments, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(mode.workerEnvironment());
        environment.putAll(more);
        return new AppOptions(jvmArguments, environment);
    }
}
