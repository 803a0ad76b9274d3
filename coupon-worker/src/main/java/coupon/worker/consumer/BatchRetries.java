package coupon.worker.consumer;

import coupon.core.incident.Incident;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/** Counts the attempts that fail, and reports one incident for all partitions that fail at the same time. */
public final class BatchRetries {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Incident deciding = new Incident("deciding a batch");
    private final Incident polling = new Incident("polling the events topic");
    private final Counter batchRetries;
    private final Counter pollRetries;
    private final Set<Object> failing = new HashSet<>();

    public BatchRetries(MeterRegistry registry) {
        batchRetries = retries("batch", registry);
        pollRetries = retries("poll", registry);
    }

    /** Without an end: giving a batch up would lose accepted requests. */
    public static BackOff waits() {
        var waits = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
        waits.setMaxInterval(LONGEST_WAIT.toMillis());
        return waits;
    }

    /** What prevents deciding; null if nothing does. For any thread. */
    public @Nullable String trouble() {
        String trouble = deciding.description();
        return trouble != null ? trouble : polling.description();
    }

    synchronized void batchFailed(Object decider, Throwable failure) {
        batchRetries.increment();
        failing.add(decider);
        deciding.attemptFailed(failure);
    }

    /** The decider's attempt succeeded, or the decider has ended and its partition is another's to decide. */
    synchronized void batchNoLongerFails(Object decider) {
        if (failing.remove(decider) && failing.isEmpty()) {
            deciding.over();
        }
    }

    void pollFailed(Throwable failure) {
        pollRetries.increment();
        polling.attemptFailed(failure);
    }

    void pollSucceeded() {
        polling.over();
    }

    private static Counter retries(String what, MeterRegistry registry) {
        return Counter.builder("coupon.retries")
                .tag("what", what)
                .description("Attempts that failed and are made again")
                .register(registry);
    }
}
