package coupon.verification.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the database and the wire have them: microseconds since the epoch. */
final class Moments {
    private Moments() {}

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
