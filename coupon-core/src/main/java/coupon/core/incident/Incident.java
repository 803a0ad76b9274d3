package coupon.core.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which something keeps failing: logged in one line when it begins, when the reason changes in kind, and when
 * it is over, however many attempts fail in between. One thread at a time reports, any thread may ask.
 */
public final class Incident {
    private static final Logger log = LoggerFactory.getLogger(Incident.class);
    private static final int RECENT_MAX = 50;

    /** In which servers that start at the same time as this process come up. */
    private static final Duration START_MAX = Duration.ofSeconds(10);

    private static final Deque<Entry> RECENT = new ArrayDeque<>();

    private final String activity;
    private final LongSupplier nanoTime;
    private final long startMaxNanos;
    private final long createdNanos;
    private final Set<Class<?>> kindsOfCause = new HashSet<>();
    private long beganNanos;
    private int attempts;
    private boolean workedOnce;
    private volatile @Nullable String description;

    /** @param activity what fails, as in "deciding a batch" */
    public Incident(String activity) {
        this(activity, Duration.ZERO, System::nanoTime);
    }

    /**
     * For what a process does first, maybe before the servers that it needs are up: failing is merely waiting, and no
     * warning, until it has worked once or 10 s are over.
     */
    public static Incident fromStart(String activity) {
        return new Incident(activity, START_MAX, System::nanoTime);
    }

    Incident(String activity, Duration startMax, LongSupplier nanoTime) {
        this.activity = activity;
        this.startMaxNanos = startMax.toNanos();
        this.nanoTime = nanoTime;
        this.createdNanos = nanoTime.getAsLong();
    }

    public void attemptFailed(Throwable failure) {
        Throwable cause = rootOf(failure);
        if (attempts == 0) {
            beganNanos = nanoTime.getAsLong();
        }
        attempts++;
        description = activity + " fails: " + cause;
        if (!workedOnce && nanoTime.getAsLong() - createdNanos < startMaxNanos) {
            if (attempts == 1) {
                log.info("{} waits: {}", activity, cause.toString());
            }
        } else if (kindsOfCause.add(cause.getClass())) {
            log.warn("{} fails, and is tried again until it works: {}", activity, cause.toString());
            log.debug("{} fails", activity, failure);
            remember(activity + " fails: " + cause);
        }
    }

    /** It works (again). Nothing happens if it did all the time. */
    public void over() {
        workedOnce = true;
        if (attempts > 0) {
            long lastedMillis =
                    Duration.ofNanos(nanoTime.getAsLong() - beganNanos).toMillis();
            if (kindsOfCause.isEmpty()) {
                log.info("{} waited {} ms", activity, lastedMillis);
            } else {
                log.info("{} no longer fails, after {} ms; attempts that failed: {}", activity, lastedMillis, attempts);
                remember(activity + " no longer fails, after " + lastedMillis + " ms");
            }
            attempts = 0;
            kindsOfCause.clear();
            description = null;
        }
    }

    /** What fails and why; null if nothing does. */
    public @Nullable String description() {
        return description;
    }

    /** What the incidents of this process have logged last, newest first, at most {@value #RECENT_MAX}. */
    public static List<Entry> recent() {
        synchronized (RECENT) {
            return List.copyOf(RECENT);
        }
    }

    private static void remember(String text) {
        synchronized (RECENT) {
            RECENT.addFirst(new Entry(Instant.now(), text));
            if (RECENT.size() > RECENT_MAX) {
                RECENT.removeLast();
            }
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** One line that an incident has logged. */
    public record Entry(Instant at, String text) {}
}
