package coupon.local;

import java.time.Duration;

/**
 * How long to wait before a restart: doubled each time, from {@code first} to {@code longest}; from {@code first} again
 * once the process has stayed up for {@code stable}.
 */
record BackOff(Duration first, Duration longest, Duration stable) {
    static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

    /**
     * The next wait.
     *
     * @param last the wait before the process was started, zero for the first start
     * @param up how long it then stayed up
     */
    Duration after(Duration last, Duration up) {
        if (last.isZero() || up.compareTo(stable) >= 0) {
            return first;
        }
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
