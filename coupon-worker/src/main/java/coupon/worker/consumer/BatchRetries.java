package coupon.worker.consumer;

import coupon.core.incident.Incident;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes what fails again until it works, counts the attempts that fail, and reports one incident for all partitions that
 * fail at the same time.
 */
public final class BatchRetries {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Incident deciding = new Incident("deciding a batch");
    private final Incident polling = new Incident("polling the events topic");
    private final BatchWatchdog watchdog;
    private final Counter batchRetries;
    private final Counter pollRetries;
    private final Set<Inbox> failing = new HashSet<>();

    public BatchRetries(MeterRegistry registry, BatchWatchdog watchdog) {
        this.watchdog = watchdog;
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
        if (trouble == null) {
            trouble = polling.description();
        }
        return trouble != null ? trouble : watchdog.trouble();
    }

    /**
     * Takes a step of a batch, as often as it takes.
     *
     * @throws CancellationException if an attempt has failed and the inbox is closed
     */
    <T> T untilItWorks(Inbox inbox, Callable<T> step) throws InterruptedException {
        BackOffExecution waits = waits().start();
        do {
            watchdog.begin();
            try {
                T done = step.call();
                noLongerFails(inbox);
                return done;
            } catch (VirtualMachineError dying) {
                throw dying;
            } catch (Throwable failure) {
                fails(inbox, failure);
            } finally {
                watchdog.end();
            }
        } while (!inbox.awaitClosed(waits.nextBackOff()));
        throw new CancellationException("the partition is no longer decided here");
    }

    private synchronized void fails(Inbox inbox, Throwable failure) {
        batchRetries.increment();
        failing.add(inbox);
        deciding.attemptFailed(failure);
    }

    /** An attempt has succeeded, or the inbox is closed and its partition is another's to decide. */
    synchronized void noLongerFails(Inbox inbox) {
        if (failing.remove(inbox) && failing.isEmpty()) {
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
