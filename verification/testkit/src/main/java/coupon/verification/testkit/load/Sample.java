package coupon.verification.testkit.load;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response; times are those of {@link System#nanoTime()} in the load process.
 *
 * @param waited whether it asked for the outcome ({@code Prefer: wait})
 * @param dueNanos when it should have been sent. Latency counts from here: a generator that is late would otherwise hide
 *     just the waits that matter ("coordinated omission")
 * @param sentNanos when it was sent; it may be later
 * @param status of HTTP; 0 if no response came
 * @param preferenceApplied whether the response says that it waited
 * @param outcome as in the response
 */
public record Sample(
        long couponId,
        long userId,
        boolean waited,
        long dueNanos,
        long sentNanos,
        long answeredNanos,
        int status,
        boolean preferenceApplied,
        @Nullable UUID requestId,
        @Nullable String outcome) {

    public boolean isAccepted() {
        return status == 202;
    }

    /** Whether the response says that the user has the coupon. */
    public boolean isIssued() {
        return status == 201;
    }

    public long latencyMicros() {
        return (answeredNanos - dueNanos) / 1_000;
    }
}
