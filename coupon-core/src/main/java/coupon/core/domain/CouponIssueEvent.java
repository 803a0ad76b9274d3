package coupon.core.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One user's wish for one coupon, as it waits in the queue.
 *
 * <p>Ids and version may hold any value: an event with a wrong one can still be read, so it is decided
 * ({@link CouponIssueStatus#VALIDATION_FAILED}) and not lost. Only what could not even be stored is refused here.
 *
 * @param eventId the request's id, for ever
 * @param timestamp when the API took the request, in milliseconds since the epoch, in the years 1970 to 9999
 * @param version of the wire form; {@value #VERSION} is the only one known
 */
public record CouponIssueEvent(UUID eventId, long userId, long couponId, long timestamp, int version) {
    public static final int VERSION = 1;

    private static final long TIMESTAMP_MAX =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /** @throws IllegalArgumentException if the timestamp is no time a database could hold */
    public CouponIssueEvent {
        Objects.requireNonNull(eventId, "eventId");
        if (timestamp < 0 || timestamp > TIMESTAMP_MAX) {
            throw new IllegalArgumentException("timestamp is outside the years 1970 to 9999: " + timestamp);
        }
    }

    public CouponIssueEvent(UUID eventId, long userId, long couponId, Instant timestamp) {
        this(eventId, userId, couponId, timestamp.toEpochMilli(), VERSION);
    }

    /** Requests for one coupon share a key, therefore a partition, therefore an order. */
    public String partitionKey() {
        return partitionKey(couponId);
    }

    public static String partitionKey(long couponId) {
        return "coupon-" + couponId;
    }

    public Instant requestedAt() {
        return Instant.ofEpochMilli(timestamp);
    }

    /** Whether the rules can be applied to it at all. */
    public boolean isValid() {
        return userId > 0 && couponId > 0 && version == VERSION;
    }
}
