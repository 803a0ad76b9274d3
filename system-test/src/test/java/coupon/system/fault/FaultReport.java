package coupon.system.fault;

import java.time.Duration;

/** Tells how long a recovery took; for information, no test depends on it. */
final class FaultReport {
    private FaultReport() {}

    /** @param sinceNanos the moment of the fault, by {@link System#nanoTime()} */
    static void recovered(String fault, long sinceNanos) {
        Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
        System.out.println("fault: " + fault + ": recovered after " + took.toMillis() + " ms");
    }
}
