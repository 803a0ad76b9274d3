package coupon.core.queue;

import coupon.core.domain.QueuePosition;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be decided, set aside.
 *
 * @param position among the dead letters
 * @param origin its position in the queue; null if the record does not have it
 * @param key as text; null if it had none
 * @param value the beginning of it, as text; null if it had none
 * @param reason why it could not be decided
 */
public record DeadLetter(
        QueuePosition position,
        @Nullable QueuePosition origin,
        @Nullable String key,
        @Nullable String value,
        String reason,
        Instant setAsideAt) {
    public DeadLetter {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(setAsideAt, "setAsideAt");
    }
}
