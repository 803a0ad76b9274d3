package coupon.bench.scenario;

import coupon.bench.report.Mode;
import coupon.core.domain.Coupon;
import coupon.core.testing.RedisServerView;
import coupon.core.testing.TestDatabase;
import coupon.local.Parallel;
import coupon.local.Stack;
import coupon.local.StackSettings;
import coupon.local.server.AppOptions;
import coupon.local.server.AppServer;
import coupon.local.server.Directories;
import coupon.verification.observer.KafkaObserver;
import coupon.verification.observer.RedisObserver;
import coupon.verification.observer.SystemObserver;
import coupon.verification.testkit.client.CouponClient;
import coupon.verification.testkit.load.LoadPlan;
import coupon.verification.testkit.load.LoadProcess;
import coupon.verification.testkit.load.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.AppInfoParser;

/** A running stack with one queue, the load process beside it, and what the scenarios need of both. */
final class Bench implements AutoCloseable {
    /** It does four times a second. */
    private static final Duration API_LOOKS_FOR_COUPONS = Duration.ofSeconds(1);

    final BenchRun run;
    final LoadProcess load;
    final SystemObserver system;
    final Stack stack;
    final TestDatabase database;
    final CouponClient client;
    final QueueAccess queue;
    private final List<String> jvmArguments;
    private Mode mode;
    private boolean asStarted = true;
    private long nextUser = 1_000;

    private Bench(BenchRun run, SystemObserver system, List<String> jvmArguments, Mode mode) {
        this.run = run;
        this.load = run.load;
        this.system = system;
        this.stack = system.stack;
        this.database = system.database;
        this.client = system.client;
        this.queue = QueueAccess.to(stack, mode.queue());
        this.jvmArguments = jvmArguments;
        this.mode = mode;
    }

    /**
     * Starts a stack without data, on free ports, as the mode wants it.
     *
     * @param jvmArguments of the API and the workers
     */
    static Bench start(BenchRun run, Mode mode, List<String> jvmArguments) {
        StackSettings settings = StackSettings.forTests(
                        run.home, run.directory.resolve(mode.queue().name()), mode.workers())
                .withQueue(mode.queue());
        Directories.delete(settings.dataDir());
        Stack stack = Stack.start(settings, line -> {}, prepared -> {
            prepared.api().setOptions(new AppOptions(jvmArguments, Map.of()));
            var options = new AppOptions(jvmArguments, mode.workerEnvironment());
            prepared.workers().forEach(worker -> worker.setOptions(options));
        });
        SystemObserver system = switch (mode.queue()) {
            case kafka -> new KafkaObserver(stack);
            case redis -> new RedisObserver(stack, settings.dataDir());
        };
        return new Bench(run, system, jvmArguments, mode);
    }

    /** Whose settings the workers have. */
    Mode mode() {
        return mode;
    }

    /** Of what takes part. */
    Map<String, String> versions() {
        try (Connection connection = database.connect()) {
            return Map.of(
                    "Java", Runtime.version().toString(),
                    "Kafka", AppInfoParser.getVersion(),
                    "MariaDB", connection.getMetaData().getDatabaseProductVersion(),
                    "Redis", RedisServerView.version(stack.redis().port()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
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

    void stopWorkers() {
        Parallel.forEach(stack.workers(), AppServer::stop);
    }

    /** Lets so many workers run, with the mode's settings, and returns when they share the work. */
    void workers(int count, Mode wanted) {
        workers(count, wanted, Map.of());
    }

    /** As {@link #workers(int, Mode)}, with more settings. Workers that run are stopped first. */
    void workers(int count, Mode wanted, Map<String, String> more) {
        stopWorkers();
        mode = wanted;
        while (stack.workers().size() < count) {
            stack.addWorker();
        }
        Map<String, String> environment = new HashMap<>(wanted.workerEnvironment());
        environment.putAll(more);
        List<AppServer> workers = stack.workers().subList(0, count);
        workers.forEach(worker -> worker.setOptions(new AppOptions(jvmArguments, environment)));
        workers.forEach(AppServer::launch);
        workers.forEach(AppServer::awaitAnswer);
        system.awaitOwners(count);
    }

    /** Makes the next request the first after a start; the workers are the mode's then, and the API knows all coupons. */
    void freshFor(Mode wanted) throws InterruptedException {
        boolean running = mode == wanted && runningWorkers().size() == wanted.workers();
        if (asStarted && running) {
            // a request that asks whether it knows them would be the first
            Thread.sleep(API_LOOKS_FOR_COUPONS.toMillis());
        } else {
            stack.api().stop();
            stack.api().launch();
            if (!running) {
                workers(wanted.workers(), wanted); // while the API starts
            }
            stack.api().awaitAnswer();
        }
        asStarted = false;
    }

    /** Coupons that nobody has asked for yet, one in each of so many partitions. */
    List<Coupon> coupons(int count, long stock) {
        return IntStream.range(0, count)
                .mapToObj(partition -> system.couponIn(partition, KafkaObserver.PARTITIONS, "bench", stock))
                .toList();
    }

    /** A coupon, made without a call of the API, which knows it a moment later. */
    Coupon couponBySql(long stock) {
        long couponId = 1 + database.number("SELECT MAX(coupon_id) FROM coupon");
        database.insertCoupon(couponId, stock);
        return database.coupon(couponId);
    }

    /** So many users who have never asked before; returns the first one's number. */
    long newUsers(int count) {
        long first = nextUser;
        nextUser += count;
        return first;
    }

    /** @param waitSeconds how long every second request waits for its coupon at most; none does for 0 */
    LoadPlan openLoop(List<Coupon> coupons, double rate, Duration duration, int waitSeconds) {
        long firstUser = newUsers((int) Math.ceil(rate * duration.toMillis() / 1_000) + 1);
        return LoadPlan.open(stack.apiUrl(), ids(coupons), firstUser, rate, duration, waitSeconds);
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

    @Override
    public void close() {
        queue.close();
        system.close();
    }
}
