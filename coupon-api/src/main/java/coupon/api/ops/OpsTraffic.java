package coupon.api.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What this instance alone knows, from its own meters. */
final class OpsTraffic {
    private static final String ISSUE = "/api/coupons/{couponId}/issue";

    private final MeterRegistry meters;
    private long acceptedBefore;
    private long refusedBefore;

    OpsTraffic(MeterRegistry meters) {
        this.meters = meters;
        accepted();
        refused();
    }

    /** Since it was last asked. */
    long accepted() {
        long now = meters.find("coupon.publish").tag("outcome", "ACCEPTED").timers().stream()
                .mapToLong(Timer::count)
                .sum();
        long since = now - acceptedBefore;
        acceptedBefore = now;
        return since;
    }

    /** Refused before the queue, since it was last asked: sold out, not open, over the rate, unavailable. */
    long refused() {
        long now = meters.find("http.server.requests").tag("uri", ISSUE).timers().stream()
                .filter(timer -> !"SUCCESS".equals(timer.getId().getTag("outcome")))
                .mapToLong(Timer::count)
                .sum();
        long since = now - refusedBefore;
        refusedBefore = now;
        return since;
    }

    /** Accepted requests whose stored outcome was looked up. */
    long checked() {
        return count("coupon.promises.checked");
    }

    /** Those of them whose outcome was not stored, or not the published one. */
    long notStored() {
        return count("coupon.promises.broken");
    }

    private long count(String name) {
        return (long) meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
