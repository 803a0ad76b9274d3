package coupon.api.issue;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * How often one user may ask through this instance. It keeps a single impatient user from filling the queue; it decides
 * nothing that must be right, so each instance counts for itself.
 *
 * <p>A bucket that is never stored as a number of tokens: per user the moment at which it would be full again (the
 * generic cell rate algorithm). A full bucket is as good as none, so only those who asked a moment ago are known. A
 * cache with a bound of its own would cost each refusal of a storm, which brings ever new users, a fifth of its time.
 */
final class UserRates {
    private final long nanosPerRequest;
    private final long nanosOfBurst;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Long, Long> fullAgainAtNanos = new ConcurrentHashMap<>();

    /**
     * @param perSecond what a user may ask in the long run
     * @param burst how many of these at once
     * @param nanoTime as of {@link System#nanoTime()}
     */
    UserRates(int perSecond, int burst, LongSupplier nanoTime) {
        this.nanosPerRequest = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanosOfBurst = nanosPerRequest * burst;
        this.nanoTime = nanoTime;
    }

    /** Whether the user may ask now; if so, it counts. */
    boolean admit(long userId) {
        long now = nanoTime.getAsLong();
        while (true) {
            Long known = fullAgainAtNanos.get(userId);
            long next = (known == null || isFull(known, now) ? now : known) + nanosPerRequest;
            if (next - now > nanosOfBurst) {
                return false;
            }
            boolean counted = known == null
                    ? fullAgainAtNanos.putIfAbsent(userId, next) == null
                    : fullAgainAtNanos.replace(userId, known, next);
            if (counted) {
                return true;
            }
        }
    }

    /** Forgets those whose buckets are full: to be called every now and then. */
    void forget() {
        long now = nanoTime.getAsLong();
        fullAgainAtNanos.values().removeIf(fullAgainAt -> isFull(fullAgainAt, now));
    }

    /** How many are known. */
    int users() {
        return fullAgainAtNanos.size();
    }

    private static boolean isFull(long fullAgainAtNanos, long now) {
        return fullAgainAtNanos - now <= 0;
    }
}
