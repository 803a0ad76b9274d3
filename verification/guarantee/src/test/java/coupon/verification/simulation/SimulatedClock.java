package coupon.verification.simulation;

import coupon.core.testing.Fixtures;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The one true time, which passes by a millisecond per step. */
final class SimulatedClock extends Clock {
    private Instant now = Fixtures.NOON;

    void tick() {
        now = now.plusMillis(1);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC is the only zone here");
    }
}
