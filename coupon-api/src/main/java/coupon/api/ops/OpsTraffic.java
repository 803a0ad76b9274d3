package coupon.api.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.stream.Stream;

/** What this instance alone knows, from its own meters. */
final class OpsTraffic {
    private static final String ISSUE = "/api/coupons/{couponId}/issue";

    private final MeterRegistry meters;
    private long accepted;
    private long refused;

    OpsTraffic(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Since it was last asked. */
    long accepted() {
        long before = accepted;
        accepted = count(meters.find("coupon.publish").tag("outcome", "ACCEPTED").timers().stream());
        return accepted - before;
    }

    /** Refused before the queue, since it was last asked: sold out, not open, over the rate, unavailable. */
    long refused() {
        long before = refused;
        refused = count(meters.find("http.server.requests").tag("uri", ISSUE).timers().stream()
                .filter(timer -> !"SUCCESS".equals(timer.getId().getTag("outcome"))));
        return refused - before;
    }

    /** Accepted requests whose stored outcome was looked up. */
    long checked() {
        return count("coupon.promises.checked");
    }

    /** Those of them whose outcome was not stored, or not the published one. */
    long notStored() {
        return count("coupon.promises.broken");
    }

    private static long count(Stream<Timer> timers) {
        return timers.mapToLong(Timer::count).sum();
    }

    private long count(String name) {
        return (long) meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
