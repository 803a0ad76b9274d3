package coupon.verification.system.fault;

import coupon.verification.guarantee.Answer;
import coupon.verification.system.HttpResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The response to one request of a load.
 *
 * @param beganNanos when the call began, by {@link System#nanoTime()}
 * @param http null if the connection was lost
 */
record Response(
        long beganNanos,
        Duration took,
        Answer answer,
        @Nullable HttpResult http) {
    /** Of HTTP; 0 if the connection was lost. */
    int status() {
        return http == null ? 0 : http.status();
    }

    boolean beganWithin(long fromNanos, long toNanos) {
        return beganNanos - fromNanos >= 0 && toNanos - beganNanos > 0;
    }

    boolean wasUnderWayAt(long nanos) {
        return nanos - beganNanos > 0 && beganNanos + took.toNanos() - nanos > 0;
    }

    boolean isAccepted() {
        return status() == 202;
    }
}
