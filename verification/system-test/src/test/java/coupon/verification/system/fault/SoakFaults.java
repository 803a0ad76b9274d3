package coupon.verification.system.fault;

import static org.awaitility.Awaitility.await;

import coupon.core.domain.Coupon;
import coupon.local.Stack;
import coupon.local.server.ServerProcess;
import coupon.verification.system.ForeignProducer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Breaks one part of the system after the other, in an order that a seed says, and mends each before the next. None comes
 * again before all have come.
 */
final class SoakFaults {
    private static final long FOREIGN_USER = 9_000_000;

    private final Scenario scenario;
    private final List<Coupon> coupons;
    private final Random random;
    private final Map<String, Runnable> faults = new LinkedHashMap<>();
    private final Map<String, Integer> struck = new TreeMap<>();
    private final Deque<Map.Entry<String, Runnable>> toCome = new ArrayDeque<>();

    SoakFaults(Scenario scenario, List<Coupon> coupons, long seed) {
        this.scenario = scenario;
        this.coupons = coupons;
        this.random = new Random(seed);
        Stack stack = scenario.stack;
        faults.put("worker killed", () -> killed(any(stack.workers()), random.nextInt(5)));
        faults.put("worker stopped", () -> stopped(any(stack.workers()), random.nextInt(5)));
        faults.put("worker frozen", () -> frozen(any(stack.workers()), 5 + random.nextInt(12)));
        faults.put("database killed", () -> killed(stack.database(), random.nextInt(8)));
        faults.put("database stopped", () -> stopped(stack.database(), random.nextInt(8)));
        faults.put("database frozen", () -> frozen(stack.database(), 3 + random.nextInt(12)));
        faults.put("broker killed", () -> killed(stack.kafka(), random.nextInt(5)));
        faults.put("broker stopped", () -> stopped(stack.kafka(), random.nextInt(5)));
        faults.put("broker frozen", () -> frozen(stack.kafka(), 3 + random.nextInt(10)));
        faults.put("API killed", () -> killed(stack.api(), 0));
        faults.put("API stopped", () -> stopped(stack.api(), 0));
        faults.put("row locked", () -> rowLocked(3 + random.nextInt(12)));
        faults.put("foreign transaction", () -> foreignTransaction(3 + random.nextInt(12)));
        faults.put("large foreign records", () -> largeForeignRecords(20 + random.nextInt(40)));
    }

    /** One fault, from its beginning to its end, and a time to breathe. */
    void next() {
        if (toCome.isEmpty()) {
            List<Map.Entry<String, Runnable>> all = new ArrayList<>(faults.entrySet());
            Collections.shuffle(all, random);
            toCome.addAll(all);
        }
        Map.Entry<String, Runnable> fault = toCome.remove();
        System.out.println("soak: " + fault.getKey());
        struck.merge(fault.getKey(), 1, Integer::sum);
        fault.getValue().run();
        lasting(1 + random.nextInt(3));
    }

    /** How often each fault has come. */
    Map<String, Integer> struck() {
        return struck;
    }

    /** An operator's transaction that is forgotten for a while. */
    private void rowLocked(int seconds) {
        try (Connection operator = scenario.database.lockCoupon(any(coupons).couponId())) {
            lasting(seconds);
            operator.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Another producer's: what it aborts was never queued. */
    private void foreignTransaction(int seconds) {
        try (var foreign = ForeignProducer.inTransaction(scenario.topics)) {
            foreign.request(any(coupons).couponId(), FOREIGN_USER);
            foreign.flush();
            lasting(seconds);
            foreign.abortTransaction();
        }
    }

    private void largeForeignRecords(int count) {
        ForeignProducer.sendLarge(scenario.topics, any(coupons).couponId(), count);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
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
}
