package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.local.server.ServerProcess;
import coupon.verification.system.ForeignProducer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Breaks one part of the system after the other, in an order that a seed says, and mends each before the next. None comes
 * again before all have come.
 */
final class SoakFaults {
    private static final long FOREIGN_USER = 9_000_000;
    private static final int LARGE_BYTES = 900_000;

    private final Scenario scenario;
    private final Stack stack;
    private final List<Coupon> coupons;
    private final Random random;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final Deque<Fault> toCome = new ArrayDeque<>();

    SoakFaults(Scenario scenario, List<Coupon> coupons, long seed) {
        this.scenario = scenario;
        this.stack = scenario.stack;
        this.coupons = coupons;
        this.random = new Random(seed);
    }

    /** One fault, from its beginning to its end, and a time to breathe. */
    void next() {
        if (toCome.isEmpty()) {
            List<Fault> all = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(all, random);
            toCome.addAll(all);
        }
        Fault fault = toCome.remove();
        System.out.println("soak: " + fault);
        struck.merge(fault, 1, Integer::sum);
        strike(fault);
        lasting(1 + random.nextInt(3));
    }

    Map<Fault, Integer> struck() {
        return struck;
    }

    private void strike(Fault fault) {
        switch (fault) {
            case WORKER_KILLED -> killed(anyWorker(), random.nextInt(5));
            case WORKER_STOPPED -> stopped(anyWorker(), random.nextInt(5));
            case WORKER_FROZEN -> frozen(anyWorker(), 5 + random.nextInt(12));
            case DATABASE_KILLED -> killed(stack.database(), random.nextInt(8));
            case DATABASE_STOPPED -> stopped(stack.database(), random.nextInt(8));
            case DATABASE_FROZEN -> frozen(stack.database(), 3 + random.nextInt(12));
            case BROKER_KILLED -> killed(stack.kafka(), random.nextInt(5));
            case BROKER_STOPPED -> stopped(stack.kafka(), random.nextInt(5));
            case BROKER_FROZEN -> frozen(stack.kafka(), 3 + random.nextInt(10));
            case API_KILLED -> killed(stack.api(), 0);
            case API_STOPPED -> stopped(stack.api(), 0);
            case ROW_LOCKED -> rowLocked(3 + random.nextInt(12));
            case FOREIGN_TRANSACTION -> foreignTransaction(3 + random.nextInt(12));
            case LARGE_FOREIGN_RECORDS -> largeForeignRecords(20 + random.nextInt(40));
        }
    }

    /** An operator's transaction that is forgotten for a while. */
    private void rowLocked(int seconds) {
        try (Connection operator = scenario.lock(anyCoupon())) {
            lasting(seconds);
            operator.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Another producer's: what it aborts was never queued. */
    private void foreignTransaction(int seconds) {
        var transactional = Map.<String, Object>of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "soak-" + random.nextInt());
        try (var foreign = new ForeignProducer(scenario.topics, transactional)) {
            foreign.initTransactions();
            foreign.beginTransaction();
            foreign.request(anyCoupon().couponId(), FOREIGN_USER);
            foreign.flush();
            lasting(seconds);
            foreign.abortTransaction();
        }
    }

    private void largeForeignRecords(int count) {
        byte[] noise = new byte[LARGE_BYTES];
        Arrays.fill(noise, (byte) 'a');
        long couponId = anyCoupon().couponId();
        try (var foreign =
                new ForeignProducer(scenario.topics, Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"))) {
            for (int i = 0; i < count; i++) {
                foreign.sendRubbish(couponId, noise);
            }
        }
    }

    private Coupon anyCoupon() {
        return coupons.get(random.nextInt(coupons.size()));
    }

    private AppServer anyWorker() {
        return stack.workers().get(random.nextInt(stack.workers().size()));
    }

    private static void killed(ServerProcess server, int seconds) {
        server.kill();
        lasting(seconds);
        server.start();
    }

    private static void stopped(ServerProcess server, int seconds) {
        server.stop();
        lasting(seconds);
        server.start();
    }

    private static void frozen(ServerProcess server, int seconds) {
        server.pause();
        lasting(seconds);
        server.resume();
    }

    /** How long a fault lasts is part of the fault: there is no condition to wait for. */
    private static void lasting(int seconds) {
        await().pollDelay(Duration.ofSeconds(seconds))
                .atMost(Duration.ofSeconds(seconds + 10))
                .until(() -> true);
    }

    /** What can happen. */
    enum Fault {
        WORKER_KILLED,
        WORKER_STOPPED,
        WORKER_FROZEN,
        DATABASE_KILLED,
        DATABASE_STOPPED,
        DATABASE_FROZEN,
        BROKER_KILLED,
        BROKER_STOPPED,
        BROKER_FROZEN,
        API_KILLED,
        API_STOPPED,
        ROW_LOCKED,
        FOREIGN_TRANSACTION,
        LARGE_FOREIGN_RECORDS
    }
}
