package coupon.verification.system;

import static org.awaitility.Awaitility.await;

import coupon.local.Stack;
import coupon.local.server.AppServer;
import coupon.local.server.LocalServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Breaks one part of the system after the other, in an order that a seed says, and mends each before the next. None comes
 * again before all have come.
 */
final class SoakFaults {
    private final Stack stack;
    private final Random random;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final Deque<Fault> toCome = new ArrayDeque<>();

    SoakFaults(Stack stack, long seed) {
        this.stack = stack;
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
        }
    }

    private AppServer anyWorker() {
        return stack.workers().get(random.nextInt(stack.workers().size()));
    }

    private static void killed(LocalServer server, int seconds) {
        server.kill();
        lasting(seconds);
        server.start();
    }

    private static void stopped(LocalServer server, int seconds) {
        server.stop();
        lasting(seconds);
        server.start();
    }

    private static void frozen(LocalServer server, int seconds) {
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
        API_STOPPED
    }
}
