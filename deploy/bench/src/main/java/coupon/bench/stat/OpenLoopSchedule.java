package coupon.bench.stat;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When each request of an open loop was due: the first at the start, the others one after the other at a constant rate.
 *
 * <p>Latency counts from there, not from when a request was sent. A generator that is late, because the system holds it
 * up or because it has no processor, would otherwise hide just the waits that matter ("coordinated omission").
 */
public record OpenLoopSchedule(long startNanos, double ratePerSecond) {
    /**
     * The schedule behind what was sent: the latest start by which no request was sent before it was due.
     *
     * @param requests in the order of the schedule, from number 0
     */
    public static <T> OpenLoopSchedule behind(List<T> requests, double ratePerSecond, ToLongFunction<T> sentNanos) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("no requests");
        }
        long start = Long.MAX_VALUE;
        for (int number = 0; number < requests.size(); number++) {
            start = Math.min(start, sentNanos.applyAsLong(requests.get(number)) - offsetNanos(number, ratePerSecond));
        }
        return new OpenLoopSchedule(start, ratePerSecond);
    }

    public long dueNanos(int number) {
        return startNanos + offsetNanos(number, ratePerSecond);
    }

    private static long offsetNanos(int number, double ratePerSecond) {
        return Math.round(number * 1e9 / ratePerSecond);
    }
}
