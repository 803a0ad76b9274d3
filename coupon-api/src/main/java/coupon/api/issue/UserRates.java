package coupon.api.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often one user may ask through this instance. It keeps a single impatient user from filling the line; it decides
 * nothing that must be right, so each instance counts for itself, and forgets whom it has not seen for a while.
 *
 * <p>A bucket that is never stored as a number of tokens: per user the moment at which it would be full again (the
 * generic cell rate algorithm).
 */
public final class UserRates {
    private static final int USERS_MAX = 200_000;

    private final long nanosPerRequest;
    private final long nanosOfBurst;
    private final LongSupplier nanoTime;
    private final Cache<Long, AtomicLong> fullAgainAtNanos;

    /**
     * @param perSecond what a user may ask in the long run
     * @param burst how many of these at once
     * @param nanoTime as of {@link System#nanoTime()}
     */
    public UserRates(int perSecond, int burst, LongSupplier nanoTime) {
        this.nanosPerRequest = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanosOfBurst = nanosPerRequest * burst;
        this.nanoTime = nanoTime;
        this.fullAgainAtNanos = Caffeine.newBuilder()
                .maximumSize(USERS_MAX)
                .expireAfterAccess(Duration.ofNanos(nanosOfBurst))
                .build();
    }

    /** Whether the user may ask now; if so, it counts. */
    boolean admit(long userId) {
        long now = nanoTime.getAsLong();
        AtomicLong fullAgainAt = fullAgainAtNanos.get(userId, user -> new AtomicLong(now));
        while (true) {
            long known = fullAgainAt.get();
            long next = (known - now > 0 ? known : now) + nanosPerRequest;
            if (next - now > nanosOfBurst) {
                return false;
            }
            if (fullAgainAt.compareAndSet(known, next)) {
                return true;
            }
        }
    }
}
